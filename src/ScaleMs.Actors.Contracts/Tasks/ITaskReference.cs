using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>A task whose result can be an argument of another.</summary>
public interface ITaskReference
{
    /// <summary>The task's uid.</summary>
    string Uid { get; }

    /// <summary><c>{"$ref": "&lt;uid&gt;"}</c>: in arguments, the master replaces it by the task's return value.</summary>
    JsonElement ToReference() => JsonSerializer.SerializeToElement(new JsonObject { ["$ref"] = Uid });
}

/// <summary>A task whose result has a known type.</summary>
/// <typeparam name="T">The result's type.</typeparam>
public interface ITaskReference<out T> : ITaskReference
{
    /// <summary>
    /// Stands for the result in <see cref="WorkItem.Call{T}(System.Linq.Expressions.Expression{Func{T}})"/>:
    /// <c>WorkItem.Call(() =&gt; Math.Sqrt(other.Output))</c>. Never evaluated there.
    /// </summary>
    T Output { get; }
}
