using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Event;
using Akka.TestKit.TestActors;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.Event;

public class EventStreamSpec : TestKit
{
    [Fact]
    public void A_subscriber_gets_events_of_its_type_and_of_derived_types()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Base));

        Sys.EventStream.Publish(new Base(1));
        Sys.EventStream.Publish("other");
        Sys.EventStream.Publish(new Derived(2));

        ExpectMsg(new Base(1));
        ExpectMsg(new Derived(2));
    }

    [Fact]
    public void A_subscriber_to_an_interface_gets_what_implements_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(IMark));

        Sys.EventStream.Publish(new Base(1));
        Sys.EventStream.Publish(new Derived(2));

        ExpectMsg(new Derived(2));
    }

    [Fact]
    public void Subscribing_twice_delivers_once()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Base)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Base)));

        Sys.EventStream.Publish(new Base(1));

        ExpectMsg(new Base(1));
        ExpectNoMsg(20);
    }

    [Fact]
    public void Unsubscribing_ends_the_delivery()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Base));
        Sys.EventStream.Subscribe(TestActor, typeof(string));

        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Base)));
        Sys.EventStream.Publish(new Base(1));
        Sys.EventStream.Publish("still");
        ExpectMsg("still");

        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish("no more");
        ExpectNoMsg(20);
    }

    [Fact]
    public void A_dead_subscriber_is_forgotten()
    {
        var subscriber = Watch(Sys.ActorOf(BlackHoleActor.Props));
        Sys.EventStream.Subscribe(subscriber, typeof(Base));
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);

        AwaitAssert(() => EventFilter.DeadLetter<Base>().Expect(0, TimeSpan.FromMilliseconds(20), () => Sys.EventStream.Publish(new Base(1))));
    }

    [Fact]
    public void A_message_to_a_dead_actor_is_published_as_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var dead = Watch(Sys.ActorOf(BlackHoleActor.Props));
        Sys.Stop(dead);
        ExpectTerminated(dead);

        dead.Tell("lost");

        ExpectMsg<DeadLetter>(letter =>
        {
            Assert.Equal("lost", letter.Message);
            Assert.Equal(TestActor, letter.Sender);
            Assert.Equal(dead, letter.Recipient);
        });
    }

    [Fact]
    public void A_message_told_to_dead_letters_is_published_too()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.DeadLetters.Tell("given up");

        ExpectMsg<DeadLetter>(letter => letter.Message.Equals("given up"));
    }

    [Fact]
    public void A_stream_of_ones_own_forgets_its_dead_subscribers_too()
    {
        var own = new Akka.Event.EventStream(debug: false);
        own.StartUnsubscriber((ActorSystemImpl)Sys);
        var subscriber = Watch(Sys.ActorOf(BlackHoleActor.Props));
        own.Subscribe(subscriber, typeof(Base));
        Sys.Stop(subscriber);
        ExpectTerminated(subscriber);
        AwaitAssert(() => EventFilter.DeadLetter<Base>().Expect(0, TimeSpan.FromMilliseconds(20), () => own.Publish(new Base(1))));
    }

    private record Base(int Number);

    private sealed record Derived(int Number) : Base(Number), IMark;

    private interface IMark;
}
