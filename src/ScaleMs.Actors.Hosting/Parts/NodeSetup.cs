using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Hosting.Logging;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>The roles of a host's actor system, collected while its builder runs: master, worker, client, or several of them.</summary>
internal sealed class NodeSetup : Setup
{
    private readonly Config _user;
    private readonly Config _complete;
    private readonly ImmutableHashSet<Role> _roles;

    private NodeSetup(Config user, ImmutableHashSet<Role> roles)
    {
        (_user, _roles) = (user, roles);
        _complete = Complete();
        Options = ScaleMsOptions.From(_complete);
    }

    public enum Role
    {
        Master,
        Worker,
        Client,
    }

    /// <summary>The options for the system's parts.</summary>
    public ScaleMsOptions Options { get; }

    /// <summary>Adds a role to a builder's actor system, with the configuration for all its roles together.</summary>
    /// <param name="builder">Its existing configuration counts as the user's own.</param>
    /// <param name="config">Further configuration of the user; null = none.</param>
    /// <param name="role">The role, at most once per system.</param>
    public static void Add(AkkaConfigurationBuilder builder, Config? config, Role role)
    {
        var setup = builder.Setups.OfType<NodeSetup>().SingleOrDefault();
        if (setup?.Is(role) == true)
        {
            throw new InvalidConfigurationException($"one actor system has one {role}; this one was given two");
        }

        var user = (config ?? Config.Empty).WithFallback(setup?._user ?? builder.Configuration.GetOrElse(Config.Empty));
        var node = new NodeSetup(user, (setup?._roles ?? []).Add(role));
        if (node.Is(Role.Client))
        {
            ConfiguredConverters.AddLoadable(node.Options.Converters);
        }

        builder.AddHocon(node._complete, HoconAddMode.Prepend)
            .WithActorRefProvider(node.Is(Role.Master) || node.Is(Role.Worker) ? ProviderSelection.Cluster.Instance : ProviderSelection.Remote.Instance);
        Replace(builder, node);
        if (NodeProtection.TlsSetup(node._complete) is var (ssl, failures))
        {
            Replace(builder, ssl);
            Replace(builder, failures);
        }

        if (setup is null)
        {
            Replace(builder, NodeProtection.LogFilters(builder.Setups.OfType<LogFilterSetup>().SelectMany(static other => other.Filters)));
            builder.StartActors(static (system, _) => Check(system));
        }
    }

    /// <summary>The setup of a running system.</summary>
    public static NodeSetup Of(ActorSystem system) =>
        system.Settings.Setup.Get<NodeSetup>().GetOrElse(null!) ?? throw new InvalidOperationException("this actor system has no master, worker or client; AddScaleMsClient on its builder adds one");

    public bool Is(Role role) => _roles.Contains(role);

    /// <summary>Finds the master of this system's worker or client.</summary>
    public MasterLocator Locate(ActorSystem system) => Is(Role.Master) ? MasterLocator.Local(system) : MasterLocator.At(system, Options.Client.Contact);

    private static void Replace<T>(AkkaConfigurationBuilder builder, T setup)
        where T : Setup
    {
        builder.Setups.RemoveWhere(static other => other is T);
        builder.AddSetup(setup);
    }

    private Config Complete()
    {
        var user = LoggerActor.In(_user);
        return this switch
        {
            _ when Is(Role.Master) => NodeConfig.ForSeed(Is(Role.Worker) ? user.WithFallback(BothRoles) : user),
            _ when Is(Role.Worker) => NodeConfig.ForWorker(user, ScaleMsOptions.From(_user).Client.Contact),
            _ => NodeConfig.ForClient(user),
        };
    }

    private static Config BothRoles => ConfigurationFactory.ParseString($"""akka.cluster.roles = ["{NodeConfig.MasterRole}", "{NodeConfig.WorkerRole}"]""");

    private static void Check(ActorSystem system)
    {
        if (system.Name != NodeConfig.SystemName)
        {
            throw new InvalidConfigurationException($"AddAkka(\"{system.Name}\", …): nodes find each other by the name of their actor systems, which must be \"{NodeConfig.SystemName}\"");
        }

        NodeProtection.Confirm(system);
    }
}
