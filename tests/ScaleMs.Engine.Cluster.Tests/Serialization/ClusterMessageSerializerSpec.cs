using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Protocol;
using Akka.Cluster.Serialization;
using Akka.Cluster.Tests.Systems;
using Xunit.Abstractions;
using static Akka.Cluster.Tests.Membership.History;

namespace Akka.Cluster.Tests.Serialization;

public class ClusterMessageSerializerSpec(ITestOutputHelper output) : ClusterSpec(output)
{
    [Fact]
    public void What_nodes_say_goes_through_the_clusters_own_serializer()
    {
        var message = new InitJoinAck(Node(1), Node(2));
        var serializer = Find(message);
        Assert.Equal(5, serializer.Identifier);
        Assert.Equal(message, serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message)));
    }

    [Fact]
    public void Other_formats_unknown_messages_and_bytes_too_many_are_refused()
    {
        var serializer = Find(new Heartbeat(Node(1)));
        var bytes = serializer.ToBinary(new Heartbeat(Node(1)));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([9, .. bytes[1..]], "H"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary(bytes, "?"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([.. bytes, 0], "H"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([], "H"));
        Assert.Throws<ArgumentException>(() => serializer.Manifest("text"));
    }

    private ClusterMessageSerializer Find(IClusterMessage message) =>
        Assert.IsType<ClusterMessageSerializer>(((ExtendedActorSystem)Start()).Serialization.FindSerializerFor(message));
}
