using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>Stands for the absence of a message.</summary>
public sealed class NoMessage : SystemMessage
{
    /// <inheritdoc/>
    public override string ToString() => "NoMessage";
}

/// <summary>Tells a watcher's cell that an actor has ended.</summary>
public sealed class DeathWatchNotification : SystemMessage, IDeadLetterSuppression
{
    /// <summary>About an actor.</summary>
    public DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        Actor = actor;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    /// <summary>The actor that ended.</summary>
    public IActorRef Actor { get; }

    /// <summary>Whether it is known to have existed.</summary>
    public bool ExistenceConfirmed { get; }

    /// <summary>Whether its whole system is lost.</summary>
    public bool AddressTerminated { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<DeathWatchNotification>: {Actor}, ExistenceConfirmed={ExistenceConfirmed}, AddressTerminated={AddressTerminated}";
}

/// <summary>A child tells its supervisor that it failed.</summary>
public sealed class Failed : SystemMessage
{
    /// <summary>About a child.</summary>
    public Failed(IActorRef child, Exception cause, long uid)
    {
        Child = child;
        Cause = cause;
        Uid = uid;
    }

    /// <summary>Which incarnation of the child.</summary>
    public long Uid { get; }

    /// <summary>The child.</summary>
    public IActorRef Child { get; }

    /// <summary>What it failed with.</summary>
    public Exception Cause { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<Failed>: {Child} (uid: {Uid}) - {Cause}";
}

/// <summary>A child tells its supervisor that it is there.</summary>
public sealed class Supervise : SystemMessage
{
    /// <summary>About a child.</summary>
    public Supervise(IActorRef child, bool async)
    {
        Child = child;
        Async = async;
    }

    /// <summary>Whether the child was made by another thread than its supervisor's.</summary>
    public bool Async { get; }

    /// <summary>The child.</summary>
    public IActorRef Child { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<Supervise>: {Child} - Async: {Async}";
}

/// <summary>Asks to be told of an actor's end.</summary>
public class Watch : SystemMessage
{
    /// <summary>By a watcher.</summary>
    public Watch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Watchee = watchee;
        Watcher = watcher;
    }

    /// <summary>Whose end.</summary>
    public IInternalActorRef Watchee { get; }

    /// <summary>Who wants to know.</summary>
    public IInternalActorRef Watcher { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Watch other && obj.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Watchee, Watcher);

    /// <inheritdoc/>
    public override string ToString() => $"<Watch>: {Watcher} wants to watch {Watchee}";

    /// <summary>Whether both are about the same two actors.</summary>
    protected bool Equals(Watch other) => Equals(Watchee, other.Watchee) && Equals(Watcher, other.Watcher);
}

/// <summary>Asks not to be told any more of an actor's end.</summary>
public sealed class Unwatch : SystemMessage
{
    /// <summary>By a watcher.</summary>
    public Unwatch(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        Watchee = watchee;
        Watcher = watcher;
    }

    /// <summary>Whose end.</summary>
    public IInternalActorRef Watchee { get; }

    /// <summary>Who watched.</summary>
    public IInternalActorRef Watcher { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Unwatch other && Equals(Watchee, other.Watchee) && Equals(Watcher, other.Watcher);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Watchee, Watcher);

    /// <inheritdoc/>
    public override string ToString() => $"<Unwatch>: {Watcher} wants to unwatch {Watchee}";
}

/// <summary>A task to run as the actor: the rest of an asynchronous handler.</summary>
public sealed class ActorTask : SystemMessage
{
    /// <summary>For a task of the actor's scheduler.</summary>
    public ActorTask(Task task) => Task = task;

    /// <summary>The task.</summary>
    public Task Task { get; }
}

/// <summary>Replaces the actor by a fresh instance.</summary>
public sealed class Recreate : SystemMessage
{
    /// <summary>After a failure.</summary>
    public Recreate(Exception cause) => Cause = cause;

    /// <summary>What failed.</summary>
    public Exception Cause { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<Recreate>{(Cause is null ? "" : " Cause: " + Cause)}";
}

/// <summary>Lets the actor's messages through again.</summary>
public sealed class Resume : SystemMessage
{
    /// <summary>After a failure, or none.</summary>
    public Resume(Exception? causedByFailure) => CausedByFailure = causedByFailure;

    /// <summary>What failed.</summary>
    public Exception? CausedByFailure { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"<Resume>{(CausedByFailure is null ? "" : " CausedByFailure: " + CausedByFailure)}";
}

/// <summary>Holds back the actor's messages.</summary>
public sealed class Suspend : SystemMessage
{
    /// <inheritdoc/>
    public override string ToString() => "<Suspend>";
}

/// <summary>Stops the actor.</summary>
public sealed class Stop : SystemMessage
{
    /// <inheritdoc/>
    public override string ToString() => "<Stop>";
}

/// <summary>Asks an actor to stop a child.</summary>
public sealed class StopChild
{
    /// <summary>Which child.</summary>
    public StopChild(IActorRef child) => Child = child;

    /// <summary>The child.</summary>
    public IActorRef Child { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<StopChild> {Child}";
}

/// <summary>A failure that goes to the supervisor's supervisor.</summary>
public sealed class Escalate : SystemMessage
{
    /// <summary>With the failure.</summary>
    public Escalate(Exception reason) => Reason = reason;

    /// <summary>The failure.</summary>
    public Exception Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<Escalate>{(Reason is null ? "" : " Reason: " + Reason)}";
}

/// <summary>Stops the actor and its children.</summary>
public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    /// <inheritdoc/>
    public override string ToString() => "<Terminate>";
}

/// <summary>Creates the actor: the first message of every cell.</summary>
public sealed class Create : SystemMessage
{
    /// <summary>With what prevents the creation, if anything.</summary>
    public Create(ActorInitializationException? failure = null) => Failure = failure;

    /// <summary>What prevents the creation.</summary>
    public ActorInitializationException? Failure { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Create other && Equals(Failure, other.Failure);

    /// <inheritdoc/>
    public override int GetHashCode() => Failure?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => $"<Create>{(Failure is null ? "" : " Failure: " + Failure)}";
}

/// <summary>An actor wants to be asked before the system guardian stops.</summary>
public sealed class RegisterTerminationHook
{
    private RegisterTerminationHook()
    {
    }

    /// <summary>The only instance.</summary>
    public static RegisterTerminationHook Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<RegisterTerminationHook>";
}

/// <summary>The system guardian is about to stop.</summary>
public sealed class TerminationHook
{
    private TerminationHook()
    {
    }

    /// <summary>The only instance.</summary>
    public static TerminationHook Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<TerminationHook>";
}

/// <summary>An actor is ready for the end of the system guardian.</summary>
public sealed class TerminationHookDone
{
    private TerminationHookDone()
    {
    }

    /// <summary>The only instance.</summary>
    public static TerminationHookDone Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "<TerminationHookDone>";
}
