using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Observing;

/// <summary>Asks which tasks of a submission wait for which. Answered with a <see cref="WorkGraph"/>.</summary>
/// <param name="Submission">The submission.</param>
public sealed record ReadGraph(Guid Submission) : Command, IJsonContract;

/// <summary>Answer to <see cref="ReadGraph"/>.</summary>
public sealed record WorkGraph : IJsonContract
{
    /// <summary>Most tasks in an answer: more cannot be made out in a picture.</summary>
    public const int MostTasks = 5_000;

    /// <summary>Tasks of the submission; 0 = the master does not have it.</summary>
    public int Total { get; init; }

    /// <summary>The first of them, by index, at most <see cref="MostTasks"/>.</summary>
    public ImmutableArray<GraphTask> Tasks { get; init; } = [];
}

/// <summary>A task of a <see cref="WorkGraph"/>.</summary>
/// <param name="Index">Its place in the submission.</param>
/// <param name="Uid">The task.</param>
/// <param name="State">Its state.</param>
/// <param name="After">Indices of the tasks of the submission that it depends on.</param>
/// <param name="Name">Its name in the submission; null = it has none.</param>
public sealed record GraphTask(int Index, string Uid, TaskState State, ImmutableArray<int> After, string? Name = null);
