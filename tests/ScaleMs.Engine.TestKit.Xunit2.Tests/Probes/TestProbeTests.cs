using Akka.Actor;
using Akka.TestKit.TestActors;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Probes;

public class TestProbeTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_probe_sends_replies_and_forwards()
    {
        var probe = CreateTestProbe("my-probe");
        Assert.Equal("my-probe", probe.Ref.Path.Name);
        probe.Send(TestActor, "from probe");
        ExpectMsgFrom(probe.Ref, "from probe");

        probe.Ref.Tell("question");
        probe.ExpectMsg("question");
        Assert.Equal(TestActor, probe.Sender);
        probe.Reply("answer");
        ExpectMsgFrom(probe.Ref, "answer");

        var other = CreateTestProbe();
        probe.Forward(other.Ref);
        other.ExpectMsgFrom(TestActor, "question");
        probe.Forward(other.Ref, "instead");
        other.ExpectMsgFrom(TestActor, "instead");
    }

    [Fact]
    public void A_probe_is_an_actor_ref()
    {
        var probe = CreateTestProbe();
        IActorRef asRef = probe;

        asRef.Tell("told", TestActor);
        probe.ExpectMsgFrom(TestActor, "told");
        Assert.Equal(probe.Ref.Path, asRef.Path);
        Assert.True(probe.Equals(probe.Ref));
        Assert.True(probe.Ref.Equals(probe));
        Assert.Equal(probe.GetHashCode(), probe.Ref.GetHashCode());
    }

    [Fact]
    public void Probes_do_not_change_whose_messages_the_test_sends()
    {
        CreateTestProbe();
        var echo = ActorOf(SimpleEchoActor.Props());

        echo.Tell("hello");

        ExpectMsg("hello");
    }

    [Fact]
    public void A_probe_has_children()
    {
        var probe = CreateTestProbe();

        var child = probe.ChildActorOf(SimpleEchoActor.Props(), "child");
        var other = probe.ChildActorOf<SimpleEchoActor>();

        Assert.Equal(probe.Ref.Path / "child", child.Path);
        Assert.Equal(probe.Ref.Path, other.Path.Parent);
    }

    [Fact]
    public void A_child_has_the_supervision_it_was_given()
    {
        var stopped = Watch(ChildActorOf(Props.Create(() => new Failing()), new OneForOneStrategy(_ => Directive.Stop)));
        var resumed = ChildActorOf(Props.Create(() => new Failing()), "resumed", new OneForOneStrategy(_ => Directive.Resume));

        stopped.Tell("fail");
        ExpectTerminated(stopped);
        resumed.Tell("fail");
        resumed.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public async Task A_child_can_be_made_asynchronously()
    {
        var child = await ChildActorOfAsync(SimpleEchoActor.Props(), "child");

        Assert.Equal(TestActor.Path / "child", child.Path);
    }

    [Fact]
    public void Watching_takes_effect_before_the_call_returns()
    {
        for (var i = 0; i < 100; i++)
        {
            var actor = Watch(ActorOf(BlackHoleActor.Props));
            Sys.Stop(actor);
            ExpectTerminated(actor);
        }
    }

    [Fact]
    public void The_test_actors_echo_forward_and_ignore()
    {
        var probe = CreateTestProbe();
        probe.Send(ActorOf(EchoActor.Props(this)), "echo");
        ExpectMsgFrom(probe.Ref, "echo");
        probe.ExpectMsg("echo");

        ActorOf(ForwardActor.Props(probe.Ref)).Tell("forwarded");
        probe.ExpectMsgFrom(TestActor, "forwarded");

        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.UnhandledMessage));
        ActorOf(Props.Create(() => new UnhandledMessageActor())).Tell("unhandled");
        ExpectMsg<Akka.Event.UnhandledMessage>();
    }

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "fail")
            {
                throw new FormatException();
            }

            Sender.Tell(message);
        }
    }
}
