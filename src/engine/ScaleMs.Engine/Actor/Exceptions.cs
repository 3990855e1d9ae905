namespace Akka.Actor;

/// <summary>An actor could not be created, or failed before it was started.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Without a message.</summary>
    public ActorInitializationException()
    {
    }

    /// <summary>With a message.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ActorInitializationException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <summary>For an actor.</summary>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null)
        : base(message, cause) => Actor = actor;

    /// <summary>The actor that failed.</summary>
    public IActorRef? Actor { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary>The hook before a restart threw.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>Keeps what the hook threw and why there was a restart.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
        : base(
            actor,
            $"exception in preRestart({cause?.GetType().ToString() ?? "null"}, {optionalMessage?.GetType().ToString() ?? "none"})",
            restartException)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    /// <summary>What the hook threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message in process when the actor failed.</summary>
    public object? OptionalMessage { get; }
}

/// <summary>The constructor or the hook after a restart threw.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>Keeps what was thrown and why there was a restart.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause?.GetType().ToString() ?? "null"})", cause) => OriginalCause = originalCause!;

    /// <summary>Why there was a restart.</summary>
    public Exception OriginalCause { get; }
}

/// <summary>What <see cref="Kill"/> makes an actor fail with.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Without a message.</summary>
    public ActorKilledException()
    {
    }

    /// <summary>With a message.</summary>
    public ActorKilledException(string message)
        : base(message)
    {
    }
}

/// <summary>An actor that was interrupted.</summary>
public class ActorInterruptedException : AkkaException
{
    /// <summary>With a message and a cause.</summary>
    public ActorInterruptedException(string? message = null, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>No actor answers to a selection.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Without a message.</summary>
    public ActorNotFoundException()
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ActorNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>An actor watched another and did not handle its end.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>For an actor that ended.</summary>
    public DeathPactException(IActorRef deadActor)
        : base("Monitored actor [" + deadActor + "] terminated") => DeadActor = deadActor;

    /// <summary>The actor that ended.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>The name of an actor is taken or not allowed.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>With a message.</summary>
    public InvalidActorNameException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public InvalidActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>An actor's name is not legal.</summary>
public class IllegalActorNameException : AkkaException
{
    /// <summary>With a message.</summary>
    public IllegalActorNameException(string message)
        : base(message)
    {
    }
}

/// <summary>An actor was used in a way its state does not allow.</summary>
public class IllegalActorStateException : AkkaException
{
    /// <summary>With a message.</summary>
    public IllegalActorStateException(string message)
        : base(message)
    {
    }
}

/// <summary>A message that cannot be sent, such as null.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>With the usual message.</summary>
    public InvalidMessageException()
        : base("Message is null.")
    {
    }

    /// <summary>With a message.</summary>
    public InvalidMessageException(string message)
        : base(message)
    {
    }
}

/// <summary>A logger could not be started.</summary>
public class LoggerInitializationException : AkkaException
{
    /// <summary>Without a message.</summary>
    public LoggerInitializationException()
    {
    }

    /// <summary>With a message.</summary>
    public LoggerInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public LoggerInitializationException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>A schedule that the scheduler cannot take.</summary>
public sealed class SchedulerException : AkkaException
{
    /// <summary>With a message.</summary>
    public SchedulerException(string message)
        : base(message)
    {
    }
}

/// <summary>A bounded stash is full.</summary>
public class StashOverflowException : AkkaException
{
    /// <summary>With a message and a cause.</summary>
    public StashOverflowException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>The answer to a question did not come in time.</summary>
public class AskTimeoutException : AkkaException
{
    /// <summary>With a message.</summary>
    public AskTimeoutException(string message)
        : base(message)
    {
    }
}
