using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Dispatchers;

public class DispatcherSpec : TestKit
{
    private const string Configured = """
        pinned.type = PinnedDispatcher
        own-threads {
          type = ForkJoinDispatcher
          throughput = 10
          dedicated-thread-pool.thread-count = 1
        }
        task { type = TaskDispatcher, throughput = 1 }
        akka.actor.deployment./deployed.dispatcher = pinned
        """;

    public DispatcherSpec()
        : base(Configured)
    {
    }

    [Fact]
    public void A_pinned_dispatcher_gives_each_actor_a_thread_of_its_own()
    {
        var threads = Enumerable.Range(0, 3).Select(_ => ThreadsOf(Sys.ActorOf(Reporting.WithDispatcher("pinned")), 20)).ToArray();

        Assert.All(threads, used => Assert.Single(used));
        Assert.Equal(3, threads.Select(used => used[0]).Distinct().Count());
    }

    [Fact]
    public void A_fork_join_dispatcher_has_as_many_threads_as_it_was_given()
    {
        var threads = Enumerable.Range(0, 5).SelectMany(_ => ThreadsOf(Sys.ActorOf(Reporting.WithDispatcher("own-threads")), 5));

        Assert.Single(threads.Distinct());
    }

    [Theory]
    [InlineData("own-threads")]
    [InlineData("task")]
    [InlineData("akka.actor.default-dispatcher")]
    [InlineData("akka.test.calling-thread-dispatcher")]
    public void Every_dispatcher_keeps_the_order_of_messages(string dispatcher)
    {
        var actor = Sys.ActorOf(Handler.Props((_, message) => TestActor.Tell(message)).WithDispatcher(dispatcher));
        for (var i = 0; i < 1000; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, 1000), ReceiveN(1000).Cast<int>());
    }

    [Fact]
    public void A_dispatcher_can_be_deployed()
    {
        var actor = Sys.ActorOf(Reporting, "deployed");

        Assert.Single(ThreadsOf(actor, 20));
    }

    [Fact]
    public void An_unknown_dispatcher_is_refused() =>
        Assert.ThrowsAny<Exception>(() => Sys.ActorOf(Reporting.WithDispatcher("no-such-dispatcher")));

    [Fact]
    public void On_one_thread_an_actor_with_many_messages_lets_others_have_their_turn()
    {
        var order = new ConcurrentQueue<string>();
        var entered = CreateTestLatch();
        var gate = CreateTestLatch();
        Props Recording(string name) => Handler.Props((_, message) =>
        {
            if (message is "wait")
            {
                entered.Open();
                gate.Ready();
            }

            order.Enqueue(name);
            if (message is "last")
            {
                TestActor.Tell(name);
            }
        }).WithDispatcher("own-threads");
        var greedy = Sys.ActorOf(Recording("greedy"));
        var modest = Sys.ActorOf(Recording("modest"));
        greedy.Tell("wait");
        entered.Ready();
        for (var i = 0; i < 100; i++)
        {
            greedy.Tell("work");
        }

        modest.Tell("last");
        greedy.Tell("last");
        gate.Open();

        ExpectMsg("modest");
        ExpectMsg("greedy");
    }

    private static Props Reporting { get; } = Handler.Props((context, _) => context.Sender.Tell(Environment.CurrentManagedThreadId));

    private int[] ThreadsOf(IActorRef actor, int messages)
    {
        var threads = new HashSet<int>();
        for (var i = 0; i < messages; i++)
        {
            actor.Tell("which?");
            threads.Add(ExpectMsg<int>());
        }

        return [.. threads];
    }
}
