using Akka.Configuration;
using Akka.Routing;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where and how an actor runs: dispatcher, mailbox, router, stash and scope. Immutable.</summary>
#pragma warning disable CA1067 // Akka.NET's has no Equals(object) either.
public class Deploy : IEquatable<Deploy>, ISurrogated
#pragma warning restore CA1067
{
    /// <summary>In this process, whatever the configuration says.</summary>
    public static readonly Deploy Local = new(Scope.Local);

    /// <summary>No dispatcher named.</summary>
    public static readonly string NoDispatcherGiven = string.Empty;

    /// <summary>No mailbox named.</summary>
    public static readonly string NoMailboxGiven = string.Empty;

    /// <summary>No scope named.</summary>
    public static readonly Scope NoScopeGiven = Actor.NoScopeGiven.Instance;

    /// <summary>Nothing said.</summary>
    public static readonly Deploy None = new();

    /// <summary>No limit for the stash named.</summary>
    public const int NoStashSize = -1;

    /// <summary>Nothing said.</summary>
    public Deploy()
        : this("", Config.Empty, NoRouter.Instance, Actor.NoScopeGiven.Instance, "", "")
    {
    }

    /// <summary>A scope.</summary>
    public Deploy(Scope scope)
        : this("", Config.Empty, NoRouter.Instance, scope, "", "")
    {
    }

    /// <summary>A path and a scope.</summary>
    public Deploy(string path, Scope scope)
        : this(path, Config.Empty, NoRouter.Instance, scope, "", "")
    {
    }

    /// <summary>A router.</summary>
    public Deploy(RouterConfig routerConfig)
        : this("", Config.Empty, routerConfig, Actor.NoScopeGiven.Instance, "", "")
    {
    }

    /// <summary>A router and a scope.</summary>
    public Deploy(RouterConfig routerConfig, Scope scope)
        : this("", Config.Empty, routerConfig, scope, "", "")
    {
    }

    /// <summary>Everything but the mailbox.</summary>
    public Deploy(string path, Config config, RouterConfig routerConfig, Scope scope, string dispatcher)
        : this(path, config, routerConfig, scope, dispatcher, "")
    {
    }

    /// <summary>Everything but the stash.</summary>
    public Deploy(string path, Config config, RouterConfig routerConfig, Scope scope, string dispatcher, string mailbox)
        : this(path, config, routerConfig, scope, dispatcher, mailbox, NoStashSize)
    {
    }

    /// <summary>Everything.</summary>
    public Deploy(
        string path, Config config, RouterConfig routerConfig, Scope scope, string dispatcher, string mailbox, int stashCapacity)
    {
        Path = path;
        Config = config;
        RouterConfig = routerConfig;
        Scope = scope ?? Actor.NoScopeGiven.Instance;
        Dispatcher = dispatcher ?? NoDispatcherGiven;
        Mailbox = mailbox ?? NoMailboxGiven;
        StashCapacity = stashCapacity;
    }

    /// <summary>The path it is for.</summary>
    public string Path { get; }

    /// <summary>The section it was read from.</summary>
    public Config Config { get; }

    /// <summary>The router.</summary>
    public RouterConfig RouterConfig { get; }

    /// <summary>The scope.</summary>
    public Scope Scope { get; }

    /// <summary>The mailbox.</summary>
    public string Mailbox { get; }

    /// <summary>The dispatcher.</summary>
    public string Dispatcher { get; }

    /// <summary>The limit of the stash, or -1.</summary>
    public int StashCapacity { get; }

    /// <summary>What this one leaves open is taken from another.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        Path,
        ReferenceEquals(Config, other.Config) ? Config : Config.WithFallback(other.Config),
        RouterConfig.WithFallback(other.RouterConfig),
        Scope.WithFallback(other.Scope),
        Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox,
        StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity);

    /// <summary>This one with a scope.</summary>
    public virtual Deploy WithScope(Scope scope) => new(Path, Config, RouterConfig, scope, Dispatcher, Mailbox, StashCapacity);

    /// <summary>This one with a mailbox.</summary>
    public virtual Deploy WithMailbox(string mailbox) => new(Path, Config, RouterConfig, Scope, Dispatcher, mailbox, StashCapacity);

    /// <summary>This one with a dispatcher.</summary>
    public virtual Deploy WithDispatcher(string dispatcher) =>
        new(Path, Config, RouterConfig, Scope, dispatcher, Mailbox, StashCapacity);

    /// <summary>This one with a router.</summary>
    public virtual Deploy WithRouterConfig(RouterConfig routerConfig) =>
        new(Path, Config, routerConfig, Scope, Dispatcher, Mailbox, StashCapacity);

    /// <summary>This one with a limit for the stash.</summary>
    public virtual Deploy WithStashCapacity(int stashSize) => new(Path, Config, RouterConfig, Scope, Dispatcher, Mailbox, stashSize);

    /// <inheritdoc/>
    public bool Equals(Deploy? other) => ReferenceEquals(this, other)
        || (other is not null && Path == other.Path && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox
            && StashCapacity == other.StashCapacity && Equals(RouterConfig, other.RouterConfig) && Scope.Equals(other.Scope));

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => new DeploySurrogate
    {
        Path = Path,
        Config = Config,
        RouterConfig = RouterConfig,
        Scope = Scope,
        Dispatcher = Dispatcher,
        Mailbox = Mailbox,
        StashCapacity = StashCapacity,
    };

    /// <summary>The form of a deployment that a serializer writes.</summary>
    public class DeploySurrogate : ISurrogate
    {
        /// <summary>The scope.</summary>
        public Scope Scope { get; set; } = Actor.NoScopeGiven.Instance;

        /// <summary>The router.</summary>
        public RouterConfig RouterConfig { get; set; } = NoRouter.Instance;

        /// <summary>The path.</summary>
        public string Path { get; set; } = "";

        /// <summary>The section.</summary>
        public Config Config { get; set; } = Config.Empty;

        /// <summary>The mailbox.</summary>
        public string Mailbox { get; set; } = "";

        /// <summary>The limit of the stash.</summary>
        public int StashCapacity { get; set; } = NoStashSize;

        /// <summary>The dispatcher.</summary>
        public string Dispatcher { get; set; } = "";

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) =>
            new Deploy(Path, Config, RouterConfig, Scope, Dispatcher, Mailbox, StashCapacity);
    }
}
