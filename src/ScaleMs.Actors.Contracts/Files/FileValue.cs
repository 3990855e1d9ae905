using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Files;

/// <summary>
/// A file that was the result of a task: <c>{"$file": "&lt;key&gt;", "size": bytes}</c> in JSON. As an argument of a function it becomes a
/// text, the path of a copy.
/// </summary>
/// <param name="Key">SHA-256 of its bytes: 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Its bytes.</param>
public sealed record FileValue(string Key, long Size)
{
    /// <summary>A name for people; null = none.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Stands for the path of a copy in <see cref="WorkItem.Call{T}(System.Linq.Expressions.Expression{Func{T}})"/>:
    /// <c>WorkItem.Call(() =&gt; File.ReadAllText(file.AsPath()))</c>, <c>WorkItem.Call(() =&gt; Count(other.Output.AsPath()))</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was called elsewhere.</exception>
    public string AsPath() => throw new InvalidOperationException(
        $"AsPath() of file {Key} is only for arguments in WorkItem.Call, such as WorkItem.Call(() => Count(file.AsPath())); the path is known where the function runs");
}
