using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Util;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Cluster.Tests.Membership;

/// <summary>Makes gossips as replicas really get them: each writes only for itself and hears of the others by merging.</summary>
internal static class History
{
    public const int Replicas = 4;

    /// <summary>Gossips that different replicas hold at the end of one random history.</summary>
    public static Arbitrary<Gossip[]> Gossips { get; } = Gen.Choose(0, int.MaxValue - 1).Select(Play).ToArbitrary();

    public static UniqueAddress Node(int number) => new(new Address("akka.tcp", "sys", "host", 2_000 + number), number + 1);

    public static Member Joining(int number) => Member.Joining(Node(number), ["role"], AppVersion.Zero);

    public static void Check(Func<Gossip[], bool> property) => Prop.ForAll(Gossips, property).Check(Quietly);

    /// <summary>The same cases in every run.</summary>
    public static Config Quietly => Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_261_122UL, 1UL);

    private static Gossip[] Play(int seed)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, Replicas).Select(Joining).ToArray();
        var gossips = Enumerable.Range(0, Replicas).Select(i => Gossip.Empty.With(all).NextVersion(Node(i))).ToArray();
        for (var step = random.Next(60); step > 0; step--)
        {
            var self = random.Next(Replicas);
            gossips[self] = Step(gossips[self], self, gossips[random.Next(Replicas)], random);
        }

        return gossips;
    }

    private static Gossip Step(Gossip own, int self, Gossip other, Random random)
    {
        var node = Node(self);
        if (!own.HasMember(node))
        {
            return own;
        }

        var member = own.Members[random.Next(own.Members.Count)];
        var subject = member.UniqueAddress;
        switch (random.Next(8))
        {
            case 0:
                return own.Merge(other).SeenAlsoBy(node);
            case 1:
                return own.With(own.Reachability.Unreachable(node, subject)).NextVersion(node);
            case 2:
                return own.With(own.Reachability.Reachable(node, subject)).NextVersion(node);
            case 3:
                return own.With(own.Reachability.Terminated(node, subject)).NextVersion(node);
            case 4 when member.Status.IsOnItsWayOut() && !subject.Equals(node):
                return own.Remove(ImmutableHashSet.Create(subject), DateTimeOffset.UnixEpoch.AddSeconds(random.Next(100))).NextVersion(node);
            case 5 when member.Status == MemberStatus.Joining:
                return own.With(member.CopyUp(random.Next(1, 9))).NextVersion(node);
            case 6:
                return Admit(own, Joining(random.Next(Replicas, Replicas + 3))).NextVersion(node);
            default:
                var next = Enum.GetValues<MemberStatus>().Where(s => s != MemberStatus.Removed && member.Status.MayBecome(s)).ToArray();
                return next.Length == 0 ? own : own.With(member.Copy(next[random.Next(next.Length)])).NextVersion(node);
        }
    }

    private static Gossip Admit(Gossip own, Member member) =>
        own.HasMember(member.UniqueAddress) || own.Tombstones.ContainsKey(member.UniqueAddress) ? own : own.With(member);
}
