using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Communication.Messages;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Runs the tasks of one mode.</summary>
internal interface ITaskExecutor
{
    /// <summary>
    /// Runs one rank of a task to its end. Errors are in the result; the only exception is
    /// <see cref="OperationCanceledException"/> for <paramref name="cancellation"/>.
    /// </summary>
    /// <param name="task">The task to run.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="output">Takes its output as it is printed.</param>
    /// <param name="cancellation">Asks the task to end.</param>
    ValueTask<Execution> RunAsync(TaskDescription task, RankContext rank, TaskOutput output, CancellationToken cancellation);
}

/// <summary>The information passed to one rank of a task.</summary>
/// <param name="Uid">The task's uid.</param>
/// <param name="Rank">0 to <paramref name="Size"/> - 1.</param>
/// <param name="Size">Number of ranks, 1 or more.</param>
/// <param name="CommArgName">See <see cref="WorkItem.CommArgName"/>.</param>
internal readonly record struct RankContext(TaskUid Uid, int Rank, int Size, string? CommArgName)
{
    /// <summary>Leads to the other ranks; null = there are none.</summary>
    public RankEndpoint? Endpoint { get; init; }

    /// <summary>Is told the process of a program; null = nobody wants to know.</summary>
    public ProgramProcess? Process { get; init; }

    /// <summary>What submits tasks, for a function that takes it; null = the task cannot submit any.</summary>
    public Func<ISubTasks>? SubTasks { get; init; }
}
