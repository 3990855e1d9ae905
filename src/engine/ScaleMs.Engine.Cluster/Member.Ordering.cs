using Akka.Actor;
using Akka.Cluster.Membership;

namespace Akka.Cluster;

public partial class Member
{
    /// <summary>Orders addresses by host and port, the rest only to tell distinct addresses apart.</summary>
    public static readonly IComparer<Address> AddressOrdering = Comparer<Address>.Create(CompareAddresses);

    /// <summary>Orders members by age, the oldest first.</summary>
    public static readonly IComparer<Member> AgeOrdering = Comparer<Member>.Create((a, b) =>
        a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : b.IsOlderThan(a) ? 1 : a.UniqueAddress.CompareTo(b.UniqueAddress));

    /// <summary>Orders candidates for leader when none is Up or Leaving: those that entered before those that go.</summary>
    internal static readonly IComparer<Member> LeaderStatusOrdering = Comparer<Member>.Create((a, b) =>
    {
        var byStatus = LeaderRank(a.Status).CompareTo(LeaderRank(b.Status));
        return byStatus != 0 ? byStatus : a.CompareTo(b);
    });

    public int CompareTo(Member? other) => other is null ? 1 : UniqueAddress.CompareTo(other.UniqueAddress);

    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Member other => CompareTo(other),
        _ => throw new ArgumentException($"Cannot compare a {nameof(Member)} with a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>Of two states of the same member, the one further along its life.</summary>
    public static Member HighestPriorityOf(Member m1, Member m2)
    {
        var order = m1.Status.Rank().CompareTo(m2.Status.Rank());
        if (order == 0)
        {
            return m1.UpNumber <= m2.UpNumber ? m1 : m2;
        }

        var (further, other) = order > 0 ? (m1, m2) : (m2, m1);

        // A node may go from Joining to Leaving on one side while the other moves it Up: its age is known all the same.
        return further.UpNumber <= other.UpNumber
            ? further
            : new Member(further.UniqueAddress, other.UpNumber, further.Status, further.Roles, further.AppVersion);
    }

    private static int LeaderRank(MemberStatus status) => status switch
    {
        MemberStatus.Down => 3,
        MemberStatus.Exiting => 2,
        MemberStatus.Joining => 1,
        _ => 0,
    };

    private static int CompareAddresses(Address? a, Address? b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }

        if (a is null || b is null)
        {
            return a is null ? -1 : 1;
        }

        var order = string.CompareOrdinal(a.Host, b.Host);
        if (order == 0)
        {
            order = Nullable.Compare(a.Port, b.Port);
        }

        if (order == 0)
        {
            order = string.CompareOrdinal(a.System, b.System);
        }

        return order != 0 ? order : string.CompareOrdinal(a.Protocol, b.Protocol);
    }
}
