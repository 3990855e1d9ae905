using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Files;

/// <summary>
/// A file as a result of a function: <c>return new OutputFile("trajectory.xtc")</c>, or somewhere in the value. The task's record has a
/// <see cref="FileValue"/> in its place, so a program reads <c>record.Value&lt;FileValue&gt;()</c>, and a function that gets this as an argument has a parameter of type string: the path of a copy,
/// which it must not change.
/// <para>
/// The file must be there when the function returns, else the task is FAILED; and it must stay until the worker has copied it, which
/// is after the task has ended. It cannot be an argument.
/// </para>
/// </summary>
public sealed record OutputFile
{
    /// <summary>A file that the function has written.</summary>
    /// <param name="path">Its path; a relative one is resolved against the current directory now.</param>
    /// <exception cref="ArgumentException">The path is empty or has a character 0.</exception>
    public OutputFile(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// The absolute path. In <see cref="WorkItem.Call{T}(System.Linq.Expressions.Expression{Func{T}})"/> that of the other task's
    /// result, <c>WorkItem.Call(() =&gt; Count(other.Output.Path))</c>, stands for the path where that call finds a copy.
    /// </summary>
    public string Path { get; }
}
