using Akka.Actor;

namespace ScaleMs.Actors.Master.Messages;

// Messages between the provisioner and the other actors of one master. None of them leaves its process.

/// <summary>Master to pool: who is told of workers.</summary>
internal sealed record UseProvisioner(IActorRef Provisioner);

/// <summary>Provisioner to ledger: these are the workers that are started and not over. Answered with <see cref="LaunchesWritten"/>.</summary>
internal sealed record LaunchesChanged(long Version, LaunchRecord Record);

/// <summary>Ledger to provisioner: the journal has that version.</summary>
internal sealed record LaunchesWritten(long Version);

/// <summary>Pool to provisioner: a worker has registered.</summary>
/// <param name="Uid">Under which it was started; else its name.</param>
/// <param name="Name">Its name.</param>
internal sealed record WorkerArrived(string Uid, string Name);

/// <summary>Pool to provisioner: a worker is gone.</summary>
/// <param name="Uid">Under which it was started; else its name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsExpected">True = it was told to leave.</param>
internal sealed record WorkerDeparted(string Uid, string Name, string Reason, bool IsExpected);

/// <summary>Provisioner to pool: the worker gets no more tasks, and leaves when it has none.</summary>
internal sealed record ReleaseWorker(string Uid, string Reason);

/// <summary>Provisioner to pool: answered with <see cref="PoolLoad"/>.</summary>
internal sealed record AskLoad
{
    public static readonly AskLoad Instance = new();
}

/// <summary>Pool to provisioner.</summary>
/// <param name="WantedSlots">Slots of all tasks that run or could.</param>
/// <param name="Slots">Slots of the workers.</param>
/// <param name="Idle">Uids of workers without a task.</param>
internal sealed record PoolLoad(long WantedSlots, int Slots, IReadOnlySet<string> Idle);

/// <summary>Master to provisioner: nothing that was started is to be left. Answered with <see cref="LaunchesEnded"/>.</summary>
internal sealed record EndLaunches
{
    public static readonly EndLaunches Instance = new();
}

/// <summary>Provisioner to master.</summary>
internal sealed record LaunchesEnded
{
    public static readonly LaunchesEnded Instance = new();
}
