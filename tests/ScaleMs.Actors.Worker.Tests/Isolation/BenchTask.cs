using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <summary>The history of a task on a <see cref="SlotBench"/>.</summary>
internal sealed class BenchTask(TaskRow row)
{
    public TaskRow Row => row;

    public AckRow Id => new(row.Key, row.Attempt);

    /// <summary>How often a process began it.</summary>
    public int Runs { get; set; }

    /// <summary>How often it became the slot's running task.</summary>
    public int Begins { get; set; }

    /// <summary>How often it had to start over in another process.</summary>
    public int SecondRuns { get; set; }

    /// <summary>How often it waited again after it had begun.</summary>
    public int PutBackBegun { get; set; }

    public int Results { get; set; }

    public int EndsWithout { get; set; }

    public ResultRow Result { get; set; }

    public bool HasEnded => Results + EndsWithout > 0;
}
