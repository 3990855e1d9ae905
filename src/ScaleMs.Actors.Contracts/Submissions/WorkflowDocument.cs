using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Submissions;

/// <summary>
/// A graph of tasks as one document: <c>{"items": {"a": {…}, "b": {…}}, "edges": [["a", "b"]]}</c>. Each item is a work item or a task
/// description; an edge leads from a task to one that runs after it; <c>{"$ref": "a"}</c> in arguments is an edge too.
/// </summary>
public sealed record WorkflowDocument
{
    /// <summary>Tasks by name.</summary>
    [JsonPropertyName("items")]
    public required ImmutableSortedDictionary<string, JsonElement> Items { get; init; }

    /// <summary>Pairs of names, from and to.</summary>
    [JsonPropertyName("edges")]
    public ImmutableArray<ImmutableArray<string>> Edges { get; init; } = [];

    /// <summary>Absolute paths of directories where modules are looked up first.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="ProtocolException">Not a workflow document.</exception>
    public static WorkflowDocument Parse(ReadOnlySpan<byte> utf8Json) => ContractsJson.Read(utf8Json, ContractsJson.Info<WorkflowDocument>(), "a workflow document");

    /// <summary>The tasks with their names, edges and <see cref="Path"/>, each after its dependencies.</summary>
    /// <exception cref="ProtocolException">An item cannot be read, an edge names no item, or there is a dependency cycle.</exception>
    public ImmutableArray<TaskInput> Ordered() => Path.IsDefaultOrEmpty ? WorkflowOrder.Of(this) : [.. WorkflowOrder.Of(this).Select(task => task.Searching(Path))];

    /// <summary>The rows of all tasks, in that order, and their names.</summary>
    /// <exception cref="ProtocolException">As <see cref="Ordered"/>, or the master named <paramref name="masterUid"/> cannot accept one of them.</exception>
    public (ImmutableArray<TaskRow> Rows, ImmutableArray<string> Names) ToRows(Guid submission, string masterUid)
    {
        var rows = new SubmissionRows(submission);
        var made = ImmutableArray.CreateBuilder<TaskRow>(Items.Count);
        var names = ImmutableArray.CreateBuilder<string>(Items.Count);
        foreach (var task in Ordered())
        {
            if (task.Problem(masterUid) is { } problem)
            {
                throw new ProtocolException($"item '{task.Scheduling.Name}': {problem}");
            }

            made.Add(rows.Add(made.Count, task));
            names.Add(task.Scheduling.Name!);
        }

        return (made.MoveToImmutable(), names.MoveToImmutable());
    }
}
