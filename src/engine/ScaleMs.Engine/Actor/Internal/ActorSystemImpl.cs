using System.Reflection;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>An actor system.</summary>
public partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly TerminationCallbacks _terminationCallbacks = new();
    private readonly ActorProducerPipelineResolver _pipeline;
    private Dispatchers _dispatchers = null!;
    private IActorRef? _deadLetterListener;

    /// <summary>With the default configuration.</summary>
    public ActorSystemImpl(string name)
        : this(name, ConfigurationFactory.Load(), ActorSystemSetup.Empty)
    {
    }

    /// <summary>Puts the parts together; <see cref="Start"/> brings them to life.</summary>
    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup, Option<Props>? guardianProps = null)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        ArgumentNullException.ThrowIfNull(config);
        Name = name;
        GuardianProps = guardianProps ?? Option<Props>.None;
        Settings = new Settings(this, config, setup);
        SerializesMessages = Settings.SerializeAllMessages;
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", GetType(), Settings.LogFormatter);
        Scheduler = MakeScheduler();
        Provider = MakeProvider();
        Serialization = new Akka.Serialization.Serialization(this);
        Mailboxes = new Mailboxes(this);
        _dispatchers = new Dispatchers(
            this, new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes), Log);
        _pipeline = new ActorProducerPipelineResolver(() => Log);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Settings Settings { get; }

    /// <inheritdoc/>
    public override EventStream EventStream { get; }

    /// <inheritdoc/>
    public override ILoggingAdapter Log { get; }

    /// <inheritdoc/>
    public override IScheduler Scheduler { get; }

    /// <inheritdoc/>
    public override IActorRefProvider Provider { get; }

    /// <inheritdoc/>
    public override Akka.Serialization.Serialization Serialization { get; }

    /// <inheritdoc/>
    public override Mailboxes Mailboxes { get; }

    /// <inheritdoc/>
    public override Dispatchers Dispatchers => _dispatchers;

    /// <inheritdoc/>
    public override ActorProducerPipelineResolver ActorPipelineResolver => _pipeline;

    /// <summary>Props of a user guardian of one's own.</summary>
    public Option<Props> GuardianProps { get; }

    /// <inheritdoc/>
    public override IActorRef DeadLetters => Provider.DeadLetters;

    /// <inheritdoc/>
    public override IActorRef IgnoreRef => Provider.IgnoreRef;

    /// <inheritdoc/>
    public override IInternalActorRef Guardian => Provider.Guardian;

    /// <inheritdoc/>
    public override IInternalActorRef LookupRoot => Provider.RootGuardian;

    /// <inheritdoc/>
    public override IInternalActorRef SystemGuardian => Provider.SystemGuardian;

    /// <summary>Whether actors may be watched by, and watch, other systems' actors.</summary>
    internal bool HasRemotePeers => Provider is not LocalActorRefProvider;

    internal bool SerializesMessages { get; }

    /// <summary>Brings the system to life.</summary>
    public void Start()
    {
        try
        {
            RegisterOnTermination(StopScheduler);
            Provider.Init(this);
            EventStream.StartUnsubscriber(this);
            if (Settings.LogDeadLetters > 0)
            {
                _deadLetterListener = SystemActorOf<DeadLetterListener>("deadLetterListener");
            }

            LoadExtensions();
            StartCoordinatedShutdown();
            if (Settings.LogConfigOnStart)
            {
                Log.Info("{0}", Settings.ToString());
            }
        }
        catch (Exception)
        {
            Abandon();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IActorRef ActorOf(Props props, string? name = null) => Provider.Guardian.Cell.AttachChild(props, false, name);

    /// <inheritdoc/>
    public override IActorRef SystemActorOf(Props props, string? name = null) =>
        Provider.SystemGuardian.Cell.AttachChild(props, true, name);

    /// <inheritdoc/>
    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    /// <inheritdoc/>
    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    /// <inheritdoc/>
    public override ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this, Provider.RootGuardian);

    /// <inheritdoc/>
    public override string ToString() => LookupRoot.Path.Root.Address.ToString();

    internal object SerializeAndDeserialize(ActorCell cell, object message)
    {
        var inner = message is DeadLetter letter ? letter.Message : message;
        if (inner is INoSerializationVerificationNeeded || message is DeadLetter)
        {
            return message;
        }

        try
        {
            var serializer = Serialization.FindSerializerFor(inner);
            var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, inner);
            return Serialization.Deserialize(serializer.ToBinary(inner), serializer.Identifier, manifest);
        }
        catch (Exception e)
        {
            Log.Error(e, "Swallowing exception during message send: the message to [{0}] cannot be serialized", cell.Self);
            return message;
        }
    }

    internal void VerifySerializable(Props props, string name, ActorPath parent)
    {
        foreach (var argument in props.Arguments)
        {
            if (argument is null or INoSerializationVerificationNeeded)
            {
                continue;
            }

            try
            {
                var serializer = Serialization.FindSerializerFor(argument);
                Serialization.Deserialize(
                    serializer.ToBinary(argument), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, argument));
            }
            catch (Exception e)
            {
                throw new ArgumentException(
                    $"pre-creation serialization check failed at [{parent}/{name}] for argument [{argument}]", nameof(props), e);
            }
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private IScheduler MakeScheduler()
    {
        var type = EngineTypes.Resolve(Settings.SchedulerClass)
            ?? throw new ConfigurationException($"akka.scheduler.implementation names [{Settings.SchedulerClass}], and there is no such type");
        return (IScheduler)Activator.CreateInstance(type, Settings.Config, Log)!;
    }

    private IActorRefProvider MakeProvider()
    {
        var type = EngineTypes.Resolve(Settings.ProviderClass)
            ?? throw new ConfigurationException(
                $"akka.actor.provider names [{Settings.ProviderClass}], and there is no such type; known short names are local, remote and cluster");
        try
        {
            return (IActorRefProvider)Activator.CreateInstance(type, Name, Settings, EventStream)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new ConfigurationException($"'akka.actor.provider' [{type}] could not be made: {inner.Message}", inner);
        }
    }
}
