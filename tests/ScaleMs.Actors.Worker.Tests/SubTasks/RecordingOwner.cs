using System.Collections.Concurrent;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Tests.SubTasks;

/// <summary>Writes down what a process is told.</summary>
internal sealed class RecordingOwner : ISubTaskOwner
{
    private readonly ConcurrentQueue<string> _told = new();

    /// <summary>Number of each request, what of it, and of a failure the kind.</summary>
    public string[] Told => [.. _told];

    public string? Uid { get; private set; }

    public TaskOutcome? Outcome { get; private set; }

    public void Accepted(uint request, string uid)
    {
        Uid = uid;
        _told.Enqueue($"{request} accepted");
    }

    public void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome)
    {
        Outcome = TaskOutcome.Parse(outcome.Span);
        _told.Enqueue(Outcome.ErrorKind is { } kind ? $"{request} {state} {kind}" : $"{request} {state}");
    }
}
