using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Mailboxes;

public class MailboxSpec : TestKit
{
    private const string Mailboxes = """
        by-number.mailbox-type = "ScaleMs.Engine.Tests.Mailboxes.MailboxSpec+ByNumber, ScaleMs.Engine.Tests"
        stable-by-number.mailbox-type = "ScaleMs.Engine.Tests.Mailboxes.MailboxSpec+StableByNumber, ScaleMs.Engine.Tests"
        bounded {
          mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka"
          mailbox-capacity = 2
          mailbox-push-timeout-time = 0s
        }
        """;

    public MailboxSpec()
        : base(Mailboxes)
    {
    }

    [Fact]
    public void Messages_of_one_sender_keep_their_order()
    {
        const int Count = 20_000;
        var actor = Sys.ActorOf(Handler.Props((_, message) => TestActor.Tell(message)));
        for (var i = 0; i < Count; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, Count), ReceiveN(Count, TimeSpan.FromSeconds(20)).Cast<int>());
    }

    [Fact]
    public void Messages_of_many_senders_all_arrive_each_senders_in_order()
    {
        const int Senders = 8;
        const int Each = 2000;
        var actor = Sys.ActorOf(Handler.Props((_, message) => TestActor.Tell(message)));
        Parallel.For(0, Senders, sender =>
        {
            for (var i = 0; i < Each; i++)
            {
                actor.Tell((sender, i), ActorRefs.NoSender);
            }
        });

        var received = ReceiveN(Senders * Each, TimeSpan.FromSeconds(20)).Cast<(int Sender, int Number)>().ToLookup(pair => pair.Sender, pair => pair.Number);
        Assert.All(received, numbers => Assert.Equal(Enumerable.Range(0, Each), numbers));
    }

    [Fact]
    public void One_actor_processes_one_message_at_a_time()
    {
        var inside = 0;
        var most = 0;
        var actor = Sys.ActorOf(Handler.Props((_, message) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.SpinWait(50);
            Interlocked.Decrement(ref inside);
            if (message is "last")
            {
                TestActor.Tell(most);
            }
        }));
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 500; i++)
            {
                actor.Tell("work", ActorRefs.NoSender);
            }
        });
        actor.Tell("last");

        ExpectMsg(1, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("by-number")]
    [InlineData("stable-by-number")]
    public void A_priority_mailbox_gives_the_most_urgent_message_first(string mailbox)
    {
        var gate = CreateTestLatch();
        var entered = CreateTestLatch();
        var actor = Sys.ActorOf(Handler.Props((_, message) =>
        {
            if (message is "wait")
            {
                entered.Open();
                gate.Ready();
            }
            else
            {
                TestActor.Tell(message);
            }
        }).WithMailbox(mailbox));
        actor.Tell("wait");
        entered.Ready();
        foreach (var number in new[] { 3, 1, 2, 5, 4 })
        {
            actor.Tell(number);
        }

        gate.Open();

        for (var i = 1; i <= 5; i++)
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void A_bounded_mailbox_sends_what_is_too_much_to_dead_letters()
    {
        var gate = CreateTestLatch();
        var entered = CreateTestLatch();
        var actor = Sys.ActorOf(Handler.Props((_, message) =>
        {
            if (message is "wait")
            {
                entered.Open();
                gate.Ready();
            }
            else
            {
                TestActor.Tell(message);
            }
        }).WithMailbox("bounded"));
        actor.Tell("wait");
        entered.Ready();

        EventFilter.DeadLetter<int>().Expect(3, () =>
        {
            for (var i = 0; i < 5; i++)
            {
                actor.Tell(i);
            }
        });
        gate.Open();

        ExpectMsg(0);
        ExpectMsg(1);
        ExpectNoMsg(20);
    }

    public sealed class ByNumber(Settings settings, Config config) : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message as int? ?? int.MaxValue;
    }

    public sealed class StableByNumber(Settings settings, Config config) : UnboundedStablePriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message as int? ?? int.MaxValue;
    }
}
