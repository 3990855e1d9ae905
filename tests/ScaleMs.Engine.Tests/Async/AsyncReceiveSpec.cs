using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Async;

/// <summary>A message is processed to its end, awaits included, before the next one begins.</summary>
public class AsyncReceiveSpec : TestKit
{
    [Fact]
    public void Messages_wait_for_the_handler_that_awaits()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor, gate.Task)));
        actor.Tell("await");
        for (var i = 0; i < 100; i++)
        {
            actor.Tell(i);
        }

        ExpectMsg("begin");
        ExpectNoMsg(30);
        gate.SetResult();

        ExpectMsg("end");
        for (var i = 0; i < 100; i++)
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void Context_self_and_sender_are_the_same_after_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Contextual()));

        actor.Tell("what?");

        ExpectMsg<(IActorRef Self, IActorRef Sender, IActorRef ContextSelf)>(after =>
        {
            Assert.Equal(actor, after.Self);
            Assert.Equal(actor, after.ContextSelf);
            Assert.Equal(TestActor, after.Sender);
        });
        Assert.Equal(actor, LastSender);
    }

    [Fact]
    public void A_handler_may_make_children_and_stop_after_an_await()
    {
        var actor = Watch(Sys.ActorOf(Props.Create(() => new Parental())));

        actor.Tell("go");

        ExpectMsg("child made");
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_exception_after_an_await_is_the_actors_failure()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FailsAfterAwait()));

        EventFilter.Exception<Oops>("after await").ExpectOne(() => actor.Tell(new Oops("after await")));
        actor.Tell("count");

        ExpectMsg(1);
    }

    [Fact]
    public void An_exception_before_an_await_is_the_actors_failure()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FailsBeforeAwait()));

        EventFilter.Exception<Oops>().ExpectOne(() => actor.Tell("fail"));
    }

    [Fact]
    public void A_completed_task_costs_no_turn()
    {
        const int Count = 10_000;
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting(TestActor, Task.CompletedTask)));
        for (var i = 0; i < Count; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, Count), ReceiveN(Count, TimeSpan.FromSeconds(20)).Cast<int>());
    }

    [Fact]
    public void Many_awaits_in_a_row_keep_the_order()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Yielding(TestActor)));
        for (var i = 0; i < 500; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, 500), ReceiveN(500, TimeSpan.FromSeconds(20)).Cast<int>());
    }

    [Fact]
    public void A_stop_during_an_await_ends_the_actor_and_the_rest_of_the_handler_does_not_run()
    {
        var gate = new TaskCompletionSource();
        var actor = Watch(Sys.ActorOf(Props.Create(() => new Awaiting(TestActor, gate.Task))));
        actor.Tell("await");
        ExpectMsg("begin");

        Sys.Stop(actor);
        ExpectTerminated(actor);
        gate.SetResult();

        ExpectNoMsg(30);
    }

    [Fact]
    public void ReceiveAsync_takes_predicates_and_ReceiveAnyAsync_the_rest()
    {
        var actor = Sys.ActorOf(Props.Create(() => new AsyncChoosy()));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("text");

        ExpectMsg("one");
        ExpectMsg("int 2");
        ExpectMsg("any text");
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(IActorRef listener, Task gate)
        {
            ReceiveAsync<string>(async _ =>
            {
                listener.Tell("begin");
                await gate;
                listener.Tell("end");
            });
            ReceiveAsync<int>(async message =>
            {
                await Task.CompletedTask;
                listener.Tell(message);
            });
        }
    }

    private sealed class Contextual : ReceiveActor
    {
        public Contextual() => ReceiveAsync<string>(async _ =>
        {
            await Task.Yield();
            await Task.Run(static () => { });
            Sender.Tell((Self, Sender, Context.Self));
        });
    }

    private sealed class Parental : ReceiveActor
    {
        public Parental() => ReceiveAsync<string>(async _ =>
        {
            await Task.Yield();
            Context.ActorOf(Parent.Props(), "child");
            await Task.Yield();
            Sender.Tell(Context.Child("child").IsNobody() ? "no child" : "child made");
            Context.Stop(Self);
        });
    }

    private sealed class FailsAfterAwait : ReceiveActor
    {
        private int _count;

        public FailsAfterAwait()
        {
            ReceiveAsync<Exception>(async failure =>
            {
                _count = 100;
                await Task.Yield();
                throw failure;
            });
            Receive<string>(_ => Sender.Tell(++_count));
        }
    }

    private sealed class FailsBeforeAwait : ReceiveActor
    {
        public FailsBeforeAwait() => ReceiveAsync<string>(_ => throw new Oops());
    }

    private sealed class Yielding : ReceiveActor
    {
        public Yielding(IActorRef listener) => ReceiveAsync<int>(async message =>
        {
            await Task.Yield();
            listener.Tell(message);
        });
    }

    private sealed class AsyncChoosy : ReceiveActor
    {
        public AsyncChoosy()
        {
            ReceiveAsync<int>(message => message == 1, async _ =>
            {
                await Task.Yield();
                Sender.Tell("one");
            });
            ReceiveAsync<int>(async message =>
            {
                await Task.Yield();
                Sender.Tell($"int {message}");
            });
            ReceiveAnyAsync(async message =>
            {
                await Task.Yield();
                Sender.Tell($"any {message}");
            });
        }
    }
}
