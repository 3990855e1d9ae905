using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.Event;

public sealed class EventStreamTests : TestKit
{
    private interface IAnimal;

    private record Cat : IAnimal;

    private sealed record Kitten : Cat;

    private sealed record Dog : IAnimal;

    [Fact]
    public void A_subscriber_gets_what_derives_from_or_implements_its_type()
    {
        var stream = new Akka.Event.EventStream(false);
        var animals = CreateTestProbe();
        var cats = CreateTestProbe();
        Assert.True(stream.Subscribe(animals.Ref, typeof(IAnimal)));
        Assert.True(stream.Subscribe<Cat>(cats.Ref));

        stream.Publish(new Dog());
        stream.Publish(new Kitten());

        animals.ExpectMsg<Dog>();
        animals.ExpectMsg<Kitten>();
        cats.ExpectMsg<Kitten>();
        cats.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_subtype_can_be_left_out()
    {
        var stream = new Akka.Event.EventStream(false);
        stream.Subscribe(TestActor, typeof(IAnimal));
        Assert.True(stream.Unsubscribe(TestActor, typeof(Cat)));

        stream.Publish(new Kitten());
        stream.Publish(new Dog());

        ExpectMsg<Dog>();
        Assert.False(stream.Unsubscribe(TestActor, typeof(string)));
    }

    [Fact]
    public void Nobody_cannot_subscribe()
    {
        var stream = new Akka.Event.EventStream(false);

        Assert.Throws<ArgumentNullException>(() => stream.Subscribe(null!, typeof(Cat)));
        Assert.Throws<ArgumentNullException>(() => stream.Unsubscribe(null!));
        Assert.Throws<ArgumentNullException>(() => stream.Unsubscribe(null!, typeof(Cat)));
    }
}
