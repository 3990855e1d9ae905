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

/// <summary>What the actor system of a host is for, collected while its builder is called: a master, a worker, a client, or several of them.</summary>
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

    /// <summary>As the system's parts see them.</summary>
    public ScaleMsOptions Options { get; }

    /// <summary>Adds a role to a builder's actor system, with the configuration that all its roles together need.</summary>
    /// <param name="builder">What it was configured with so far counts as the user's own.</param>
    /// <param name="config">The user's own besides; null = nothing.</param>
    /// <param name="role">Once for each system.</param>
    public static void Add(AkkaConfigurationBuilder builder, Config? config, Role role)
    {
        var setup = builder.Setups.OfType<NodeSetup>().SingleOrDefault();
        if (setup?.Is(role) == true)
        {
            throw new InvalidConfigurationException($"one actor system has one {role}; this one was given two");
        }

        var user = (config ?? Config.Empty).WithFallback(setup?._user ?? builder.Configuration.GetOrElse(Config.Empty));
        var node = new NodeSetup(user, (setup?._roles ?? []).Add(role));
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

    /// <summary>What a running system was made for.</summary>
    public static NodeSetup Of(ActorSystem system) =>
        system.Settings.Setup.Get<NodeSetup>().GetOrElse(null!) ?? throw new InvalidOperationException("this actor system has no part of ScaleMs; AddScaleMsClient on its builder adds one");

    public bool Is(Role role) => _roles.Contains(role);

    /// <summary>Finds the master that a worker or a client of this system belongs to.</summary>
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
            throw new InvalidConfigurationException($"AddAkka(\"{system.Name}\", …): nodes find each other by the name of their actor systems, which has to be \"{NodeConfig.SystemName}\"");
        }

        NodeProtection.Confirm(system);
    }
}
