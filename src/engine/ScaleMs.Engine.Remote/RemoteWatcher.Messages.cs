using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Remote;

public partial class RemoteWatcher
{
#pragma warning disable CA1034 // nested messages are part of the public API
    public abstract class WatchCommand
    {
        protected WatchCommand(IInternalActorRef watchee, IInternalActorRef watcher)
        {
            Watchee = watchee;
            Watcher = watcher;
        }

        public IInternalActorRef Watchee { get; }

        public IInternalActorRef Watcher { get; }
    }

    public sealed class WatchRemote(IInternalActorRef watchee, IInternalActorRef watcher) : WatchCommand(watchee, watcher);

    public sealed class UnwatchRemote(IInternalActorRef watchee, IInternalActorRef watcher) : WatchCommand(watchee, watcher);

    public sealed class Heartbeat
    {
        private Heartbeat()
        {
        }

        public static Heartbeat Instance { get; } = new();
    }

    public class HeartbeatRsp(int addressUid)
    {
        public int AddressUid { get; } = addressUid;
    }

    public class HeartbeatTick
    {
        private HeartbeatTick()
        {
        }

        public static HeartbeatTick Instance { get; } = new();
    }

    public class ReapUnreachableTick
    {
        private ReapUnreachableTick()
        {
        }

        public static ReapUnreachableTick Instance { get; } = new();
    }

    public sealed class ExpectedFirstHeartbeat(Address from)
    {
        public Address From { get; } = from;
    }

    /// <summary>What is watched. Sent empty it asks for the current figures.</summary>
    public sealed class Stats(
        int watching,
        int watchingNodes,
        ImmutableHashSet<(IActorRef, IActorRef)>? watchingRefs,
        ImmutableHashSet<Address>? watchingAddresses)
    {
#pragma warning disable CA2211 // a public field is part of the public API
        public static readonly Stats Empty = Counts(0, 0);
#pragma warning restore CA2211

        public Stats(int watching, int watchingNodes)
            : this(watching, watchingNodes, null, null)
        {
        }

        public int Watching { get; } = watching;

        public int WatchingNodes { get; } = watchingNodes;

        public ImmutableHashSet<(IActorRef, IActorRef)> WatchingRefs { get; } = watchingRefs ?? [];

        public ImmutableHashSet<Address> WatchingAddresses { get; } = watchingAddresses ?? [];

        public static Stats Counts(int watching, int watchingNodes) => new(watching, watchingNodes);

        public Stats Copy(
            int watching,
            int watchingNodes,
            ImmutableHashSet<(IActorRef, IActorRef)>? watchingRefs = null,
            ImmutableHashSet<Address>? watchingAddresses = null) =>
            new(watching, watchingNodes, watchingRefs ?? WatchingRefs, watchingAddresses ?? WatchingAddresses);

        public override bool Equals(object? obj) =>
            obj is Stats other && Watching == other.Watching && WatchingNodes == other.WatchingNodes;

        public override int GetHashCode() => HashCode.Combine(Watching, WatchingNodes);

        public override string ToString() =>
            $"Stats(watching={Watching}, watchingNodes={WatchingNodes}, watchingRefs=[{string.Join(", ", WatchingRefs)}], watchingAddresses=[{string.Join(", ", WatchingAddresses)}])";
    }
#pragma warning restore CA1034

    /// <summary>Another run of a system answers at its address.</summary>
    internal sealed record PeerRestarted(Address Address, int Uid);
}
