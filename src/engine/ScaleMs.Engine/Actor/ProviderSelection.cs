namespace Akka.Actor;

/// <summary>What makes a system's refs.</summary>
public abstract class ProviderSelection
{
    internal const string LocalClass = "Akka.Actor.LocalActorRefProvider, Akka";
    internal const string RemoteClass = "Akka.Remote.RemoteActorRefProvider, Akka.Remote";
    internal const string ClusterClass = "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster";

    private ProviderSelection(string identifier, string fqn, bool hasCluster)
    {
        Identifier = identifier;
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection For(string provider) => provider switch
    {
        "local" or LocalClass => Local.Instance,
        "remote" or RemoteClass => Remote.Instance,
        "cluster" or ClusterClass => Cluster.Instance,
        _ => new Custom(provider),
    };

    /// <summary>Actors of this process only.</summary>
    public sealed class Local : ProviderSelection
    {
        /// <summary>The only instance.</summary>
        public static readonly Local Instance = new();

        private Local()
            : base("local", LocalClass, false)
        {
        }
    }

    /// <summary>Actors of other systems too.</summary>
    public sealed class Remote : ProviderSelection
    {
        /// <summary>The only instance.</summary>
        public static readonly Remote Instance = new();

        private Remote()
            : base("remote", RemoteClass, false)
        {
        }
    }

    /// <summary>Actors of a cluster of systems.</summary>
    public sealed class Cluster : ProviderSelection
    {
        /// <summary>The only instance.</summary>
        public static readonly Cluster Instance = new();

        private Cluster()
            : base("cluster", ClusterClass, true)
        {
        }
    }

    /// <summary>A provider class of one's own.</summary>
    public sealed class Custom : ProviderSelection
    {
        /// <summary>Of a type name.</summary>
        public Custom(string fqn, string? identifier = null, bool hasCluster = false)
            : base(identifier ?? "custom", fqn, hasCluster)
        {
        }
    }
}
