using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote.Tests.Serialization;

public class RemoteSerializersSpec : RemoteSpec
{
    [Theory]
    [InlineData("text with ünïcode")]
    [InlineData("")]
    [InlineData(int.MinValue)]
    [InlineData(long.MaxValue)]
    public void Primitives_are_themselves_again(object message) => Assert.Equal(message, RoundTrip(message, serializerId: 17));

    [Fact]
    public void An_id_is_itself_again()
    {
        var id = Guid.NewGuid();
        Assert.Equal(id, RoundTrip(id, serializerId: 17));
    }

    [Fact]
    public void The_engines_own_messages_are_themselves_again()
    {
        Assert.Equal(new Identify("id"), RoundTrip(new Identify("id"), 16));
        Assert.Equal(new ActorIdentity(7, TestActor), RoundTrip(new ActorIdentity(7, TestActor), 16));
        Assert.Null(((ActorIdentity)RoundTrip(new ActorIdentity("none", null!), 16)).Subject);
        Assert.Same(PoisonPill.Instance, RoundTrip(PoisonPill.Instance, 16));
        Assert.Same(Kill.Instance, RoundTrip(Kill.Instance, 16));
        Assert.Same(TestActor, RoundTrip(TestActor, 16));
        Assert.Equal("fine", ((Status.Success)RoundTrip(new Status.Success("fine"), 16)).Status);
        Assert.Same(RemoteWatcher.Heartbeat.Instance, RoundTrip(RemoteWatcher.Heartbeat.Instance, 16));
        Assert.Equal(-5, ((RemoteWatcher.HeartbeatRsp)RoundTrip(new RemoteWatcher.HeartbeatRsp(-5), 16)).AddressUid);
    }

    [Fact]
    public void A_selection_keeps_its_way_and_its_message()
    {
        var sent = new ActorSelectionMessage(
            "hello",
            [new SelectChildName("user"), new SelectParent(), new SelectChildPattern("w*")],
            wildCardFanOut: true);
        var received = (ActorSelectionMessage)RoundTrip(sent, 6);
        Assert.Equal("hello", received.Message);
        Assert.True(received.WildCardFanOut);
        Assert.Equal(sent.Elements, received.Elements);
    }

    [Fact]
    public void System_messages_are_themselves_again()
    {
        var actor = (IInternalActorRef)TestActor;
        var other = (IInternalActorRef)Sys.ActorOf(Props.Create<Echo>());
        Assert.Equal(new Watch(actor, other), RoundTrip(new Watch(actor, other), 22));
        Assert.Equal(new Unwatch(actor, other), RoundTrip(new Unwatch(actor, other), 22));
        var notification = (DeathWatchNotification)RoundTrip(new DeathWatchNotification(other, true, false), 22);
        Assert.Equal((other, true, false), (notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated));
        Assert.IsType<Terminate>(RoundTrip(new Terminate(), 22));
        Assert.IsType<Suspend>(RoundTrip(new Suspend(), 22));
        Assert.Equal("why", ((Recreate)RoundTrip(new Recreate(new InvalidOperationException("why")), 22)).Cause.Message);
        Assert.Null(((Resume)RoundTrip(new Resume(null!), 22)).CausedByFailure);
    }

    [Fact]
    public void Truncated_payloads_are_refused()
    {
        foreach (var message in new object[] { new Identify("id"), new Watch((IInternalActorRef)TestActor, (IInternalActorRef)TestActor) })
        {
            var serializer = Sys.Serialization.FindSerializerFor(message);
            var bytes = serializer.ToBinary(message);
            var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.ThrowsAny<Exception>(() => Sys.Serialization.Deserialize(bytes[..length], serializer.Identifier, manifest));
            }
        }
    }

    private object RoundTrip(object message, int serializerId)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        Assert.Equal(serializerId, serializer.Identifier);
        var bytes = Sys.Serialization.Serialize(message);
        return Sys.Serialization.Deserialize(bytes, serializerId, Akka.Serialization.Serialization.ManifestFor(serializer, message));
    }
}
