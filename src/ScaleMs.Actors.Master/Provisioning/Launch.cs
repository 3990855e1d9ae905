using Akka.Actor;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Provisioning;

/// <summary>What the provisioner knows of a worker that the master starts.</summary>
internal sealed class Launch(WorkerLaunch entry)
{
    public WorkerLaunch Entry { get; set; } = entry;

    public string Uid => Entry.Uid;

    public string Launcher => Entry.Worker.Launcher!;

    public WorkerState State { get; set; } = WorkerState.New;

    /// <summary>What the system calls it, and why it waits; for people.</summary>
    public string Detail { get; set; } = "";

    /// <summary>Its name, once it has registered.</summary>
    public string Name { get; set; } = "";

    /// <summary>The journal has it, so it may begin.</summary>
    public bool IsWritten { get; set; }

    /// <summary>A launcher has been told to start it.</summary>
    public bool IsBegun { get; set; }

    /// <summary>A launcher is about to answer.</summary>
    public bool IsBusy { get; set; }

    /// <summary>When it entered its state, on the monotonic clock.</summary>
    public TimeSpan Since { get; set; }

    public TimeSpan LookedAt { get; set; }

    /// <summary>When it was last told to end; null = it was not.</summary>
    public TimeSpan? CancelledAt { get; set; }

    /// <summary>Why it is over, although its process may still run; null = it is not.</summary>
    public string? Failure { get; set; }

    /// <summary>Gets one message, when it has registered or failed.</summary>
    public IActorRef Requester { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether it is on its way to registering.</summary>
    public bool IsPending => State is WorkerState.New or WorkerState.Pending or WorkerState.Starting;
}
