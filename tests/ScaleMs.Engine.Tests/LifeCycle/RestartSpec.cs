using Akka.Actor;
using Akka.TestKit;
using ScaleMs.Engine.Tests.Support;
using Hook = ScaleMs.Engine.Tests.Support.HookedActor.Hook;

namespace ScaleMs.Engine.Tests.LifeCycle;

public class RestartSpec : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void The_hooks_run_in_the_documented_order_on_the_old_and_the_new_instance()
    {
        var actor = Sys.ActorOf(HookedActor.Props(TestActor));
        ExpectMsg(new Hook("constructor", 1));
        ExpectMsg(new Hook("PreStart", 1));

        actor.Tell(new Oops("first"));

        ExpectMsg(new Hook("PreRestart because first", 1));
        ExpectMsg(new Hook("PostStop", 1));
        ExpectMsg(new Hook("constructor", 2));
        ExpectMsg(new Hook("PostRestart because first", 2));
        ExpectMsg(new Hook("PreStart", 2));

        Sys.Stop(actor);
        ExpectMsg(new Hook("PostStop", 2));
    }

    [Fact]
    public void PreRestart_gets_the_message_that_failed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ReportsPreRestart(TestActor)));

        actor.Tell("broken", TestActor);

        ExpectMsg<(Exception Reason, object Message, IActorRef Sender)>(report =>
        {
            Assert.IsType<Oops>(report.Reason);
            Assert.Equal("broken", report.Message);
            Assert.Equal(TestActor, report.Sender);
        });
    }

    [Fact]
    public void Waiting_messages_survive_in_their_order_and_the_failed_one_is_not_repeated()
    {
        var gate = CreateTestLatch();
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case "wait":
                    gate.Ready();
                    break;
                case "fail":
                    throw new Oops();
                default:
                    TestActor.Tell(message);
                    break;
            }
        }));
        actor.Tell("wait");
        for (var i = 0; i < 100; i++)
        {
            actor.Tell(i);
            if (i % 10 == 5)
            {
                actor.Tell("fail");
            }
        }

        gate.Open();

        for (var i = 0; i < 100; i++)
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void The_ref_and_the_path_stay_the_same()
    {
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            context.Sender.Tell(context.Self);
            if (message is Oops failure)
            {
                throw failure;
            }
        }));
        actor.Tell("before");
        var before = ExpectMsg<IActorRef>();

        actor.Tell(new Oops());
        ExpectMsg<IActorRef>();
        actor.Tell("after");
        var after = ExpectMsg<IActorRef>();

        Assert.Equal(before, after);
        Assert.Equal(before.Path.Uid, after.Path.Uid);
        Assert.Equal(actor, after);
    }

    [Fact]
    public void State_behaviour_and_instance_are_new()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counting()));
        actor.Tell("count");
        actor.Tell("other");
        actor.Tell("count");
        actor.Tell(new Oops());
        actor.Tell("count");

        ExpectMsg(1);
        ExpectMsg("other behaviour");
        ExpectMsg(1);
    }

    [Fact]
    public void Children_are_stopped_and_the_new_instance_starts_when_they_have_ended()
    {
        var childMayEnd = CreateTestLatch();
        var parent = Sys.ActorOf(Props.Create(() => new ParentOfSlowChild(TestActor, childMayEnd, true)));
        ExpectMsg("parent starts");
        ExpectMsg("child started");

        parent.Tell(new Oops());

        ExpectMsg("child stopping");
        ExpectNoMsg(50);
        childMayEnd.Open();
        ExpectMsg("parent starts");
        ExpectMsg("child started");
    }

    [Fact]
    public void Children_are_restarted_with_their_parent_when_PreRestart_does_not_stop_them()
    {
        var childMayEnd = CreateTestLatch();
        childMayEnd.Open();
        var parent = Sys.ActorOf(Props.Create(() => new ParentOfSlowChild(TestActor, childMayEnd, false)));
        ExpectMsg("parent starts");
        ExpectMsg("child started");
        parent.Tell("child");
        var child = ExpectMsg<IActorRef>();

        parent.Tell(new Oops());

        ExpectMsg("parent starts");
        ExpectMsg("child stopping");
        ExpectMsg("child started");
        parent.Tell("child");
        Assert.Equal(child, ExpectMsg<IActorRef>());
    }

    private sealed class ReportsPreRestart(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message) => throw new Oops();

        protected override void PreRestart(Exception reason, object message) => listener.Tell((reason, message, Sender));
    }

    private sealed class Counting : ReceiveActor
    {
        private int _count;

        public Counting()
        {
            Receive<string>(message => message == "count", _ => Sender.Tell(++_count));
            Receive<string>(message => message == "other", _ => Become(Other));
            Receive<Oops>(failure => throw failure);
        }

        private void Other()
        {
            Receive<Oops>(failure => throw failure);
            ReceiveAny(_ => Sender.Tell("other behaviour"));
        }
    }

    private sealed class ParentOfSlowChild : UntypedActor
    {
        private readonly TestLatch _childMayEnd;
        private readonly IActorRef _listener;
        private readonly bool _stopsChildren;

        public ParentOfSlowChild(IActorRef listener, TestLatch childMayEnd, bool stopsChildren)
        {
            _listener = listener;
            _childMayEnd = childMayEnd;
            _stopsChildren = stopsChildren;
        }

        protected override void PreStart()
        {
            _listener.Tell("parent starts");
            if (Context.Child("child").IsNobody())
            {
                Context.ActorOf(Props.Create(() => new SlowChild(_listener, _childMayEnd)), "child");
            }
        }

        protected override void OnReceive(object message)
        {
            if (message is Oops failure)
            {
                throw failure;
            }

            Sender.Tell(Context.Child("child"));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            if (_stopsChildren)
            {
                base.PreRestart(reason, message);
            }
        }
    }

    private sealed class SlowChild(IActorRef listener, TestLatch mayEnd) : UntypedActor
    {
        protected override void PreStart() => listener.Tell("child started");

        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop()
        {
            listener.Tell("child stopping");
            mayEnd.Ready();
        }
    }
}
