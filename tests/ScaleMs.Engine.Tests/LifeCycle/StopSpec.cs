using Akka.Actor;
using Akka.TestKit.TestActors;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.LifeCycle;

public class StopSpec : TestKit
{
    [Fact]
    public void Stop_lets_the_current_message_finish_and_sends_the_rest_to_dead_letters()
    {
        var entered = CreateTestLatch();
        var gate = CreateTestLatch();
        var parent = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case Props child:
                    context.Sender.Tell(context.ActorOf(child, "child"));
                    break;
                default:
                    context.Stop(context.Child("child"));
                    context.Sender.Tell("stopping");
                    break;
            }
        }));
        parent.Tell(Handler.Props((context, message) =>
        {
            entered.Open();
            gate.Ready();
            context.Sender.Tell($"did {message}");
        }));
        var actor = Watch(ExpectMsg<IActorRef>());
        actor.Tell("first");
        entered.Ready();

        EventFilter.DeadLetter<string>(message => message == "second").ExpectOne(() =>
        {
            actor.Tell("second");
            parent.Tell("stop");
            ExpectMsg("stopping");
            gate.Open();
            ExpectMsg("did first");
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void PoisonPill_stops_after_the_messages_before_it()
    {
        var actor = Sys.ActorOf(EchoActor.Props(this));
        Watch(actor);
        for (var i = 0; i < 100; i++)
        {
            actor.Tell(i);
        }

        actor.Tell(PoisonPill.Instance);

        for (var i = 0; i < 100; i++)
        {
            ExpectMsg(i);
        }

        ExpectTerminated(actor);
    }

    [Fact]
    public void Kill_fails_the_actor_with_an_ActorKilledException_which_stops_it_by_default()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        Watch(actor);

        EventFilter.Exception<ActorKilledException>().ExpectOne(() =>
        {
            actor.Tell(Kill.Instance);
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void The_supervisor_decides_about_Kill()
    {
        var parent = Sys.ActorOf(Parent.Props(Parent.OneForOne(Directive.Resume)));
        parent.Tell(SimpleEchoActor.Props());
        var child = ExpectMsg<IActorRef>();

        child.Tell(Kill.Instance);
        child.Tell("alive");

        ExpectMsg("alive");
    }

    [Fact]
    public void Children_end_before_their_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Mourned(TestActor, 10)), "parent");

        Sys.Stop(parent);

        var ended = ReceiveN(11).Cast<string>().ToArray();
        Assert.Equal("parent", ended[^1]);
        Assert.Equal(10, ended[..^1].Distinct().Count());
    }

    [Fact]
    public void An_actor_may_stop_itself_and_a_child()
    {
        var parent = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case "bear":
                    context.Sender.Tell(context.ActorOf(BlackHoleActor.Props, "child"));
                    break;
                case "stop child":
                    context.Stop(context.Child("child"));
                    break;
                default:
                    context.Stop(context.Self);
                    break;
            }
        }));
        Watch(parent);
        parent.Tell("bear");
        var child = Watch(ExpectMsg<IActorRef>());

        parent.Tell("stop child");
        ExpectTerminated(child);
        parent.Tell("stop");
        ExpectTerminated(parent);
    }

    [Fact]
    public void A_hundred_levels_stop_from_the_leaf_up()
    {
        var ended = new List<int>();
        var top = Sys.ActorOf(Props.Create(() => new Level(100, ended)));
        Watch(top);

        Sys.Stop(top);

        ExpectTerminated(top);
        Assert.Equal(Enumerable.Range(0, 101), ended);
    }

    [Fact]
    public async Task GracefulStop_completes_when_the_actor_has_ended()
    {
        var actor = Sys.ActorOf(HookedActor.Props(TestActor));

        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5)));

        await FishForMessageAsync<HookedActor.Hook>(hook => hook.Name == "PostStop");
    }

    [Fact]
    public async Task GracefulStop_sends_the_given_stop_message()
    {
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            TestActor.Tell(message);
            context.Stop(context.Self);
        }));

        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5), "please"));

        await ExpectMsgAsync("please");
    }

    [Fact]
    public async Task GracefulStop_of_a_dead_actor_completes_at_once()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        await actor.GracefulStop(TimeSpan.FromSeconds(5));

        Assert.True(await actor.GracefulStop(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task GracefulStop_that_takes_too_long_is_cancelled()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);

        await Assert.ThrowsAnyAsync<TaskCanceledException>(() => actor.GracefulStop(TimeSpan.FromMilliseconds(20), "ignored"));
    }

    private sealed class Level : UntypedActor
    {
        private readonly int _depth;
        private readonly List<int> _ended;

        public Level(int depth, List<int> ended)
        {
            _depth = depth;
            _ended = ended;
            if (depth > 0)
            {
                Context.ActorOf(Props.Create(() => new Level(depth - 1, ended)));
            }
        }

        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => _ended.Add(_depth);
    }

    // Tells who it is when it has ended. What a watcher hears of two actors has no order between them; what they do has.
    private sealed class Mourned : UntypedActor
    {
        private readonly IActorRef _mourner;

        public Mourned(IActorRef mourner, int children)
        {
            _mourner = mourner;
            for (var i = 0; i < children; i++)
            {
                Context.ActorOf(Props.Create(() => new Mourned(mourner, 0)));
            }
        }

        protected override void PostStop() => _mourner.Tell(Self.Path.Name);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
