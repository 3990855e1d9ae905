using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Makes and resolves refs to actors of this process.</summary>
public sealed partial class LocalActorRefProvider : IActorRefProvider
{
    private readonly Settings _settings;
    private readonly EventStream _eventStream;
    private readonly ILoggingAdapter _log;
    private readonly ActorPath _rootPath;
    private readonly ActorPath _tempNode;
    private readonly IInternalActorRef _deadLetters;
    private readonly IActorRef _ignoreRef;
    private readonly Dictionary<string, IInternalActorRef> _extraNames = [];
    private readonly TaskCompletionSource<Status> _termination = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorSystemImpl _system = null!;
    private RootGuardianActorRef? _rootGuardian;
    private LocalActorRef _userGuardian = null!;
    private LocalActorRef _systemGuardian = null!;
    private VirtualPathContainer _tempContainer = null!;
    private Akka.Serialization.Information? _serializationInformation;
    private long _tempNumber;

    /// <summary>As the engine makes it.</summary>
    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : this(systemName, settings, eventStream, null, null)
    {
    }

    /// <summary>As another provider makes it for the local part of its work.</summary>
    public LocalActorRefProvider(
        string systemName,
        Settings settings,
        EventStream eventStream,
        Deployer? deployer,
        Func<ActorPath, IInternalActorRef>? deadLettersFactory)
    {
        _settings = settings;
        _eventStream = eventStream;
        _log = Logging.GetLogger(eventStream, $"LocalActorRefProvider({systemName})");
        _rootPath = new RootActorPath(new Address("akka", systemName));
        _tempNode = _rootPath / "temp";
        Deployer = deployer ?? new Deployer(settings);
        var deadLettersPath = _rootPath / "deadLetters";
        _deadLetters = deadLettersFactory?.Invoke(deadLettersPath) ?? new DeadLetterActorRef(this, deadLettersPath, eventStream);
        _ignoreRef = new IgnoreActorRef(this);
    }

    /// <inheritdoc/>
    public Deployer Deployer { get; }

    /// <inheritdoc/>
    public IInternalActorRef RootGuardian => _rootGuardian!;

    /// <inheritdoc/>
    public LocalActorRef Guardian => _userGuardian;

    /// <inheritdoc/>
    public LocalActorRef SystemGuardian => _systemGuardian;

    /// <inheritdoc/>
    public IActorRef DeadLetters => _deadLetters;

    /// <inheritdoc/>
    public IActorRef IgnoreRef => _ignoreRef;

    /// <inheritdoc/>
    public ActorPath RootPath => _rootPath;

    /// <inheritdoc/>
    public Settings Settings => _settings;

    /// <summary>The event stream.</summary>
    public EventStream EventStream => _eventStream;

    /// <summary>The log.</summary>
    public ILoggingAdapter Log => _log;

    /// <inheritdoc/>
    public IInternalActorRef TempContainer => _tempContainer;

    /// <inheritdoc/>
    public Task TerminationTask => _termination.Task;

    /// <inheritdoc/>
    public Address DefaultAddress => _rootPath.Address;

    /// <inheritdoc/>
    public Akka.Serialization.Information SerializationInformation =>
        _serializationInformation ??= new Akka.Serialization.Information(_rootPath.Address, _system);

    /// <inheritdoc/>
    public ActorPath TempPath() => _tempNode / ("$" + ActorCell.Base64(Interlocked.Increment(ref _tempNumber) - 1));

    /// <summary>Gives a name below the root to a ref that is no actor; before the provider is initialized.</summary>
    public void RegisterExtraName(string name, IInternalActorRef actor) => _extraNames.Add(name, actor);

    /// <inheritdoc/>
    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path)
    {
        RequireTemp(path);
        _tempContainer.AddChild(path.Name, actorRef);
    }

    /// <inheritdoc/>
    public void UnregisterTempActor(ActorPath path)
    {
        RequireTemp(path);
        _tempContainer.RemoveChild(path.Name);
    }

    /// <inheritdoc/>
    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs)
    {
        var path = TempPath();
        var future = new FutureActorRef<T>(tcs, path, this);
        RegisterTempActor(future, path);
        return future;
    }

    /// <inheritdoc/>
    public IActorRef ResolveActorRef(string path)
    {
        if (IgnoreActorRef.IsIgnoreRefPath(path))
        {
            return _ignoreRef;
        }

        if (ActorPath.TryParse(path, out var parsed))
        {
            return ResolveActorRef(parsed);
        }

        _log.Debug("Resolve (deserialization) of path [{0}] doesn't match root path. Using deadLetters.", path);
        return _deadLetters;
    }

    /// <inheritdoc/>
    public IActorRef ResolveActorRef(ActorPath path)
    {
        if (path.Root.Equals(_rootPath))
        {
            return ResolveActorRef(RootGuardian, path.ElementsWithUid());
        }

        if (IgnoreActorRef.IsIgnoreRefPath(path))
        {
            return _ignoreRef;
        }

        _log.Debug("Resolve (deserialization) of path [{0}] doesn't match root path [{1}]. Using deadLetters.", path, _rootPath);
        return _deadLetters;
    }

    /// <inheritdoc/>
    public IActorRef RootGuardianAt(Address address) => address.Equals(_rootPath.Address) ? RootGuardian : _deadLetters;

    /// <inheritdoc/>
    public Address? GetExternalAddressFor(Address address) => address.Equals(_rootPath.Address) ? address : null;

    /// <summary>The ref below another, as far as there is an actor; else one whose messages are dead letters.</summary>
    internal IActorRef ResolveActorRef(IInternalActorRef from, IReadOnlyList<string> elements)
    {
        if (elements.Count == 0)
        {
            return from;
        }

        var child = from.GetChild(elements);
        return child is Nobody ? new EmptyLocalActorRef(_system.Provider, from.Path / elements, _eventStream) : child;
    }

    private void RequireTemp(ActorPath path)
    {
        if (!path.Parent.Equals(_tempNode))
        {
            throw new InvalidOperationException($"Cannot RegisterTempActor or UnregisterTempActor [{path}]: it is not below [{_tempNode}]");
        }
    }
}
