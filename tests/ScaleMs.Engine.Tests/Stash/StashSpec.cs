using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Stash;

public class StashSpec : TestKit
{
    [Fact]
    public void UnstashAll_brings_messages_back_in_their_order_before_those_that_wait()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gated(TestActor)));
        for (var i = 0; i < 10; i++)
        {
            actor.Tell(i);
        }

        actor.Tell("open");
        actor.Tell(10);

        for (var i = 0; i <= 10; i++)
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void A_message_comes_back_with_its_sender()
    {
        var sender = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Gated(TestActor)));
        actor.Tell(1, sender.Ref);

        actor.Tell("open");

        ExpectMsg<int>((_, from) => Assert.Equal(sender.Ref, from));
    }

    [Fact]
    public void The_stash_returns_to_the_mailbox_at_a_restart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gated(TestActor)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(new Oops());
        actor.Tell(3);

        actor.Tell("open");

        ExpectMsg(1);
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void The_stash_goes_to_dead_letters_when_the_actor_stops()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gated(TestActor)));
        actor.Tell(1);
        actor.Tell(2);

        EventFilter.DeadLetter<int>().Expect(2, () => actor.Tell(PoisonPill.Instance));
    }

    [Fact]
    public void Unstash_brings_back_the_oldest_only()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Scripted(TestActor)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(3);

        actor.Tell("one");
        ExpectMsg(1);
        ExpectNoMsg(20);
        actor.Tell("all");
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void UnstashAll_with_a_predicate_brings_back_what_matches_and_drops_the_rest()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Scripted(TestActor)));
        for (var i = 1; i <= 4; i++)
        {
            actor.Tell(i);
        }

        actor.Tell("even");

        ExpectMsg(2);
        ExpectMsg(4);
        ExpectNoMsg(20);
    }

    [Fact]
    public void ClearStash_takes_everything_out_and_Prepend_puts_it_before_what_is_there()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Scripted(TestActor)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("clear and prepend after 3");
        actor.Tell(3);

        actor.Tell("prepend");
        actor.Tell("all");

        ExpectMsg(1);
        ExpectMsg(2);
        ExpectMsg(3);
    }

    [Fact]
    public void Stashing_the_same_message_twice_is_an_error()
    {
        var parent = Sys.ActorOf(Parent.Props(Parent.OneForOne(Directive.Stop)));
        parent.Tell(Props.Create(() => new StashesTwice()));
        var actor = ExpectMsg<IActorRef>();

        EventFilter.Exception<IllegalActorStateException>().ExpectOne(() => actor.Tell("twice"));
    }

    [Fact]
    public void A_bounded_stash_that_is_full_is_an_error()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Limited()).WithStashCapacity(2));
        actor.Tell(1);
        actor.Tell(2);

        EventFilter.Exception<StashOverflowException>().ExpectOne(() => actor.Tell(3));
        actor.Tell("state");
        ExpectMsg((2, 2, true));
    }

    [Fact]
    public void Many_messages_stash_and_unstash_in_order()
    {
        const int Count = 10_000;
        var actor = Sys.ActorOf(Props.Create(() => new Gated(TestActor)));
        for (var i = 0; i < Count; i++)
        {
            actor.Tell(i);
        }

        actor.Tell("open");

        Assert.Equal(Enumerable.Range(0, Count), ReceiveN(Count, TimeSpan.FromSeconds(20)).Cast<int>());
    }

    private sealed class Gated : ReceiveActor, IWithUnboundedStash
    {
        public Gated(IActorRef listener)
        {
            Receive<int>(_ => Stash.Stash());
            Receive<Exception>(failure => throw failure);
            Receive<string>(_ =>
            {
                Become(() => Receive<int>(message => listener.Tell(message, Sender)));
                Stash.UnstashAll();
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Limited : ReceiveActor, IWithStash
    {
        public Limited()
        {
            Receive<int>(message =>
            {
                try
                {
                    Stash.Stash();
                }
                catch (StashOverflowException failure)
                {
                    Context.GetLogger().Error(failure, "The stash is full.");
                }
            });
            Receive<string>(_ => Sender.Tell((Stash.Count, Stash.Capacity, Stash.IsFull)));
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Scripted(IActorRef listener) : UntypedActor, IWithUnboundedStash
    {
        private int _deliver;
        private Envelope[] _taken = [];

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "one":
                    _deliver = 1;
                    Stash.Unstash();
                    break;
                case "all":
                    _deliver = int.MaxValue;
                    Stash.UnstashAll();
                    break;
                case "even":
                    _deliver = int.MaxValue;
                    Stash.UnstashAll(envelope => (int)envelope.Message % 2 == 0);
                    break;
                case "clear and prepend after 3":
                    _taken = [.. Stash.ClearStash()];
                    break;
                case "prepend":
                    Stash.Prepend(_taken);
                    break;
                case int when _deliver > 0:
                    _deliver--;
                    listener.Tell(message);
                    break;
                default:
                    Stash.Stash();
                    break;
            }
        }
    }

    private sealed class StashesTwice : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            Stash.Stash();
            Stash.Stash();
        }
    }
}
