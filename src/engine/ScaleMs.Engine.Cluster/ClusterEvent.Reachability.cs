namespace Akka.Cluster;

public partial class ClusterEvent
{
    public abstract class ReachabilityEvent : IReachabilityEvent
    {
        protected ReachabilityEvent(Member member) => Member = member;

        public Member Member { get; }

        public override bool Equals(object? obj) =>
            obj is ReachabilityEvent other && other.GetType() == GetType() && Member.Equals(other.Member);

        public override int GetHashCode() => HashCode.Combine(GetType(), Member);

        public override string ToString() => $"{GetType()}(Member={Member})";
    }

    /// <summary>At least one node can no longer reach this one.</summary>
    public sealed class UnreachableMember(Member member) : ReachabilityEvent(member);

    /// <summary>Every node can reach this one again.</summary>
    public sealed class ReachableMember(Member member) : ReachabilityEvent(member);
}
