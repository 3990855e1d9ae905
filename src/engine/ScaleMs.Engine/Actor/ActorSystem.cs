using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with what they share. Heavy: make one for each logical application.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly TimeSpan _started = DateTimeOffsetNowTimeProvider.Instance.MonotonicClock;

    /// <summary>For derived classes.</summary>
    protected ActorSystem()
    {
    }

    /// <summary>What the engine reads of the configuration.</summary>
    public abstract Settings Settings { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The serializers.</summary>
    public abstract Serialization.Serialization Serialization { get; }

    /// <summary>The event stream.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Where messages end that reach nobody.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Where messages end that nobody wants.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>The dispatchers.</summary>
    public abstract Dispatchers Dispatchers { get; }

    /// <summary>The mailboxes.</summary>
    public abstract Mailboxes Mailboxes { get; }

    /// <summary>The scheduler.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>The log.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>When it was started, since the machine was.</summary>
    public TimeSpan StartTime => _started;

    /// <summary>How long it has run.</summary>
    public TimeSpan Uptime => DateTimeOffsetNowTimeProvider.Instance.MonotonicClock - _started;

    /// <summary>Completes once the system has ended.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>Makes a system with the default configuration.</summary>
    public static ActorSystem Create(string name) => Start(name, ConfigurationFactory.Load(), ActorSystemSetup.Empty);

    /// <summary>Makes a system.</summary>
    public static ActorSystem Create(string name, Config config) => Start(name, config, ActorSystemSetup.Empty);

    /// <summary>Makes a system.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>Makes a system.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        var config = bootstrap.HasValue && bootstrap.Value.Config.HasValue ? bootstrap.Value.Config.Value : ConfigurationFactory.Load();
        return Start(name, config, setup);
    }

    /// <inheritdoc/>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Registers an extension, if it is not there, and gives it.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>An extension, or null.</summary>
    public abstract object GetExtension(IExtensionId extensionId);

    /// <summary>An extension, or null.</summary>
    public abstract T GetExtension<T>()
        where T : class, IExtension;

    /// <summary>Whether an extension is there.</summary>
    public abstract bool HasExtension(Type type);

    /// <summary>Whether an extension is there.</summary>
    public abstract bool HasExtension<T>()
        where T : class, IExtension;

    /// <summary>An extension, if it is there.</summary>
    public abstract bool TryGetExtension(Type extensionType, out object extension);

    /// <summary>An extension, if it is there.</summary>
    public abstract bool TryGetExtension<T>(out T extension)
        where T : class, IExtension;

    /// <summary>Has a delegate run once the system has ended; the last one registered runs first.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Ends the system: stops all actors, then everything else.</summary>
    public abstract Task Terminate();

    /// <summary>Stops an actor.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Ends the system and does not wait for it.</summary>
    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }

    private static ActorSystemImpl Start(string name, Config config, ActorSystemSetup setup)
    {
        var system = new ActorSystemImpl(name, config, setup);
        system.Start();
        return system;
    }
}
