using System.Collections.Immutable;
using Akka.Cluster.Membership;
using Akka.Event;
using Akka.Util;

namespace Akka.Cluster.Protocol;

/// <summary>A newcomer asks a seed node whether it is in a cluster that can be joined.</summary>
internal sealed record InitJoin(UniqueAddress From) : IClusterMessage, IDeadLetterSuppression;

/// <summary>Yes: send your <see cref="Join"/> here.</summary>
internal sealed record InitJoinAck(UniqueAddress From, UniqueAddress To) : IClusterMessage, IDeadLetterSuppression;

/// <summary>No: not a member itself, or on its way out.</summary>
internal sealed record InitJoinNack(UniqueAddress From, UniqueAddress To) : IClusterMessage, IDeadLetterSuppression;

/// <summary>Asks to become a member. Safe to repeat.</summary>
internal sealed record Join(UniqueAddress Node, ImmutableHashSet<string> Roles, AppVersion AppVersion) : IClusterMessage, IDeadLetterSuppression;

/// <summary>The answer to <see cref="Join"/>: the gossip with the newcomer in it.</summary>
internal sealed record Welcome(UniqueAddress From, UniqueAddress To, Gossip Gossip) : IClusterMessage, IDeadLetterSuppression;

/// <summary>The whole gossip, for this incarnation of the receiver only.</summary>
internal sealed record GossipEnvelope(UniqueAddress From, UniqueAddress To, Gossip Gossip) : IClusterMessage, IDeadLetterSuppression;

/// <summary>Only the version of the sender's gossip; the receiver answers with what is needed, if anything.</summary>
internal sealed record GossipStatus(UniqueAddress From, UniqueAddress To, VectorClock Version) : IClusterMessage, IDeadLetterSuppression;

/// <summary>A node that leaves, or was downed, tells likely leaders that it knows and is gone.</summary>
internal sealed record ExitingConfirmed(UniqueAddress Node) : IClusterMessage, IDeadLetterSuppression;

/// <summary>Asks for a sign of life.</summary>
internal sealed record Heartbeat(UniqueAddress From) : IClusterMessage, IDeadLetterSuppression;

/// <summary>The sign of life, naming the incarnation that gives it.</summary>
internal sealed record HeartbeatRsp(UniqueAddress From) : IClusterMessage, IDeadLetterSuppression;
