using Akka.Actor;
using Akka.Event;

namespace ScaleMs.Engine.Tests.Guarantees;

public class DeliveryTests : SystemPerTest
{
    [Fact]
    public async Task Messages_of_each_sender_arrive_in_the_order_they_were_sent()
    {
        const int Senders = 4;
        const int Each = 50_000;
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiver = Sys.ActorOf(Props.Create(() => new OrderChecker(Senders, Each, done)));

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                receiver.Tell((sender, i), ActorRefs.NoSender);
            }
        })));

        Assert.Equal("in order", await done.Task.WaitAsync(Long));
    }

    [Fact]
    public async Task An_actor_that_goes_idle_while_a_message_comes_is_woken_by_it()
    {
        // One message at a time is what races the most with an actor on its way to idle.
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        for (var i = 0; i < 50_000; i++)
        {
            Assert.Equal(i, await echo.Ask<int>(i).WaitAsync(Long));
        }
    }

    [Fact]
    public async Task A_message_to_an_actor_that_stops_is_processed_or_a_dead_letter()
    {
        const int Senders = 4;
        const int Each = 20_000;
        var deadLetters = new Counter(Senders * Each);
        var counter = Sys.ActorOf(Props.Create(() => new DeadLetterCounter(deadLetters)));
        Sys.EventStream.Subscribe(counter, typeof(DeadLetter));
        var receiver = Sys.ActorOf(Props.Create(() => new StopsAfter(1_000, deadLetters)));

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                receiver.Tell("message", ActorRefs.NoSender);
            }
        })));

        await deadLetters.Reached.WaitAsync(Long);
        Assert.Equal(Senders * Each, deadLetters.Count);
    }

    [Fact]
    public async Task An_actor_processes_one_message_at_a_time()
    {
        const int Messages = 100_000;
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Unguarded(Messages, done)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Messages / 4; i++)
            {
                actor.Tell("add", ActorRefs.NoSender);
            }
        })));

        Assert.Equal(Messages, await done.Task.WaitAsync(Long));
    }

    private sealed class Counter(int goal)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Reached => _reached.Task;

        public void Add()
        {
            if (Interlocked.Increment(ref _count) == goal)
            {
                _reached.SetResult();
            }
        }
    }

    private sealed class OrderChecker(int senders, int each, TaskCompletionSource<string> done) : ReceiveActor
    {
        private readonly int[] _next = new int[senders];

        protected override void PreStart() => Become(() => Receive<(int Sender, int Number)>(message =>
        {
            if (_next[message.Sender]++ != message.Number)
            {
                done.TrySetResult($"{message.Number} of sender {message.Sender} came out of turn");
            }

            if (_next.All(n => n == each))
            {
                done.TrySetResult("in order");
            }
        }));
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class StopsAfter(int messages, Counter counter) : UntypedActor
    {
        private int _left = messages;

        protected override void OnReceive(object message)
        {
            counter.Add();
            if (--_left == 0)
            {
                Context.Stop(Self);
            }
        }
    }

    private sealed class DeadLetterCounter(Counter counter) : ReceiveActor
    {
        protected override void PreStart() => Become(() => Receive<DeadLetter>(_ => counter.Add()));
    }

    private sealed class Unguarded(int messages, TaskCompletionSource<int> done) : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            var seen = _count;
            Thread.SpinWait(5);
            _count = seen + 1;
            if (_count == messages)
            {
                done.SetResult(_count);
            }
        }
    }
}
