using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Cluster.Protocol;
using Akka.Cluster.Serialization;
using Akka.Remote.Wire;
using Akka.Util;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.Serialization;

public class ClusterMessageFormatSpec
{
    public static TheoryData<string, object> Messages => new()
    {
        { "H", new Heartbeat(Node(1)) },
        { "R", new HeartbeatRsp(new UniqueAddress(new Address("akka.tcp", "s", "127.0.0.1", 65_535), int.MinValue)) },
        { "I", new InitJoin(Node(1)) },
        { "A", new InitJoinAck(Node(1), Node(2)) },
        { "N", new InitJoinNack(Node(1), new UniqueAddress(new Address("akka", "other", "elsewhere", 1), -7)) },
        { "X", new ExitingConfirmed(Node(3)) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Small_messages_come_back_as_they_went(string manifest, object message)
    {
        Assert.Equal(manifest, ClusterMessageFormat.ManifestOf(message));
        Assert.Equal(message, RoundTrip((IClusterMessage)message));
    }

    [Fact]
    public void A_join_comes_back_with_roles_and_version()
    {
        var join = new Join(Node(1), ["worker", "gpu"], AppVersion.Create("1.2.3"));
        var back = Assert.IsType<Join>(RoundTrip(join));
        Assert.Equal(join.Node, back.Node);
        Assert.Equal(join.AppVersion, back.AppVersion);
        Assert.True(back.Roles.SetEquals(join.Roles));
    }

    [Fact]
    public void A_status_comes_back_with_its_clock()
    {
        var clock = VectorClock.Create().Increment(Gossip.ClockNode(Node(1))).Increment(Gossip.ClockNode(Node(2)));
        var back = Assert.IsType<GossipStatus>(RoundTrip(new GossipStatus(Node(1), Node(2), clock)));
        Assert.Equal(clock, back.Version);
    }

    [Fact]
    public void Any_gossip_comes_back_the_same() => Check(gossips => gossips.All(gossip =>
    {
        var back = (GossipEnvelope)RoundTrip(new GossipEnvelope(Node(0), Node(1), gossip));
        return back.Gossip.HasSameContent(gossip)
            && back.Gossip.Overview.Seen.SetEquals(gossip.Overview.Seen)
            && back.Gossip.Members.Zip(gossip.Members).All(p => p.First.Roles.SetEquals(p.Second.Roles) && p.First.AppVersion == p.Second.AppVersion);
    }));

    [Fact]
    public void A_member_takes_some_forty_bytes()
    {
        var members = Enumerable.Range(0, 100).Select(i => Joining(i).CopyUp(i + 1)).ToList();
        var gossip = Gossip.Empty.With(members);
        foreach (var member in members)
        {
            gossip = gossip.NextVersion(member.UniqueAddress);
        }

        Assert.InRange(Bytes(new Welcome(Node(0), Node(1), gossip)).Length, 1, 100 * 45);
    }

    [Fact]
    public void Truncated_and_altered_bytes_are_refused_or_read_but_never_more()
    {
        var random = new Random(7);
        Check(gossips =>
        {
            var bytes = Bytes(new GossipEnvelope(Node(0), Node(1), gossips[0].Merge(gossips[1])));
            for (var i = 0; i < 20; i++)
            {
                var hostile = bytes[..random.Next(bytes.Length + 1)];
                for (var flips = random.Next(1, 4); flips > 0 && hostile.Length > 0; flips--)
                {
                    hostile[random.Next(hostile.Length)] = (byte)random.Next(256);
                }

                try
                {
                    var input = new WireReader(hostile);
                    if (ClusterMessageFormat.Read(ref input, "G") is GossipEnvelope read && read.Gossip.Members.Any(m => m.Status == MemberStatus.Removed))
                    {
                        return false;
                    }
                }
                catch (WireFormatException)
                {
                    // Refused, as it should be.
                }
            }

            return true;
        });
    }

    [Fact]
    public void A_huge_count_is_refused_before_anything_is_allocated_for_it()
    {
        using var output = new OutputBuffer(64);
        AddressFormat.Write(output, Node(0));
        AddressFormat.Write(output, Node(1), Node(0).Address);
        output.WriteVarint(2_000_000_000);
        var bytes = output.WrittenSpan.ToArray();
        Assert.Throws<WireFormatException>(() =>
        {
            var input = new WireReader(bytes);
            ClusterMessageFormat.Read(ref input, "G");
        });
    }

    private static IClusterMessage RoundTrip(IClusterMessage message)
    {
        var input = new WireReader(Bytes(message));
        var back = ClusterMessageFormat.Read(ref input, ClusterMessageFormat.ManifestOf(message)!);
        Assert.True(input.IsAtEnd);
        return back!;
    }

    private static byte[] Bytes(IClusterMessage message)
    {
        using var output = new OutputBuffer(64);
        ClusterMessageFormat.Write(output, message);
        return output.WrittenSpan.ToArray();
    }
}
