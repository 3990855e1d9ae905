using Akka.Actor;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.TestRefs;

public class TestActorRefTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_message_has_been_processed_when_Tell_returns()
    {
        var actor = ActorOfAsTestActorRef<Counting>();

        actor.Tell("count");
        actor.Tell("count");

        Assert.Equal(2, actor.UnderlyingActor.Count);
        Assert.Equal(Environment.CurrentManagedThreadId, actor.UnderlyingActor.ThreadId);
    }

    [Fact]
    public void Answers_come_to_the_test_actor()
    {
        var actor = ActorOfAsTestActorRef<Counting>();

        actor.Tell("answer");

        ExpectMsgFrom(actor.Ref, "answered");
    }

    [Fact]
    public void Receive_lets_exceptions_through()
    {
        var actor = ActorOfAsTestActorRef<Counting>();

        Assert.Throws<FormatException>(() => actor.Receive(new FormatException()));
        actor.Receive("count");

        Assert.Equal(1, actor.UnderlyingActor.Count);
    }

    [Fact]
    public async Task ReceiveAsync_completes_with_the_handler()
    {
        var gate = new TaskCompletionSource();
        var actor = ActorOfAsTestActorRef(() => new Awaiting(gate.Task));

        var received = actor.ReceiveAsync("go");
        Assert.False(received.IsCompleted);
        gate.SetResult();
        await received;

        Assert.True(actor.UnderlyingActor.Done);
    }

    [Fact]
    public void A_failure_is_the_supervisors()
    {
        var actor = ActorOfAsTestActorRef<Counting>();
        actor.Tell("count");
        var before = actor.UnderlyingActor;

        EventFilter.Exception<FormatException>().ExpectOne(() => actor.Tell(new FormatException()));

        AwaitAssert(() => Assert.NotSame(before, actor.UnderlyingActor));
        Assert.Equal(0, actor.UnderlyingActor.Count);
    }

    [Fact]
    public void It_has_the_name_parent_and_props_it_was_given()
    {
        var parent = ActorOfAsTestActorRef<Counting>("parent");

        var child = ActorOfAsTestActorRef(() => new Counting(), parent, "child");

        Assert.Equal("/user/parent/child", child.Path.ToStringWithoutAddress());
        Sys.ActorSelection("/user/parent/child").Tell("answer");
        ExpectMsg("answered");
    }

    [Fact]
    public void It_can_be_watched_stopped_and_compared()
    {
        var actor = ActorOfAsTestActorRef<Counting>();
        Watch(actor);
        Assert.True(actor == actor.Ref);
        Assert.True(actor.Equals(actor.Ref));
        Assert.False(actor == TestActor);

        Sys.Stop(actor);

        ExpectTerminated(actor.Ref);
        Assert.Throws<IllegalActorStateException>(() => actor.UnderlyingActor);
    }

    [Fact]
    public void Two_that_send_to_each_other_do_not_lock_up()
    {
        var second = ActorOfAsTestActorRef<PingPong>();
        var first = ActorOfAsTestActorRef<PingPong>();

        first.Tell((100, second.Ref));

        AwaitAssert(() => Assert.Equal(101, first.UnderlyingActor.Count + second.UnderlyingActor.Count));
    }

    private sealed class Counting : ReceiveActor
    {
        public Counting()
        {
            Receive<string>(message => message == "count", _ =>
            {
                Count++;
                ThreadId = Environment.CurrentManagedThreadId;
            });
            Receive<string>(message => message == "answer", _ => Sender.Tell("answered"));
            Receive<Exception>(failure => throw failure);
        }

        public int Count { get; private set; }

        public int ThreadId { get; private set; }
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(Task gate) => ReceiveAsync<string>(async _ =>
        {
            await gate;
            Done = true;
        });

        public bool Done { get; private set; }
    }

    private sealed class PingPong : ReceiveActor
    {
        public PingPong() => Receive<(int Left, IActorRef Partner)>(ball =>
        {
            Count++;
            if (ball.Left > 0)
            {
                ball.Partner.Tell((ball.Left - 1, Self));
            }
        });

        public int Count { get; private set; }
    }
}
