using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.LifeCycle;

/// <summary>A failure before the actor is ready reaches its supervisor as an initialization failure, which stops by default.</summary>
public class StartFailureSpec : TestKit
{
    [Fact]
    public void An_exception_in_the_constructor_stops_the_actor()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new FailsInConstructor()));
            Watch(actor);
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void An_exception_in_PreStart_stops_the_actor()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new FailsInPreStart()));
            Watch(actor);
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void The_supervisor_gets_the_failure_with_its_cause_and_may_decide_otherwise()
    {
        var decided = new TaskCompletionSource<Exception>();
        var attempts = new HookedActor.Counter();
        var parent = Sys.ActorOf(Parent.Props(new OneForOneStrategy(failure =>
        {
            decided.TrySetResult(failure);
            return Directive.Restart;
        })));

        parent.Tell(Props.Create(() => new FailsAtFirst(TestActor, attempts)));

        ExpectMsg<IActorRef>();
        ExpectMsg("started at attempt 2");
        Assert.True(decided.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_failure_in_PostRestart_stops_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FailsInPostRestart()));
        Watch(actor);

        EventFilter.Exception<PostRestartException>().ExpectOne(() =>
        {
            actor.Tell("fail");
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void A_failure_in_PostStop_does_not_keep_the_actor_from_ending()
    {
        var actor = Sys.ActorOf(Props.Create(() => new FailsInPostStop()));
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
    }

    private sealed class FailsInConstructor : UntypedActor
    {
        public FailsInConstructor() => throw new Oops();

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class FailsInPreStart : UntypedActor
    {
        protected override void PreStart() => throw new Oops();

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class FailsAtFirst(IActorRef listener, HookedActor.Counter attempts) : UntypedActor
    {
        protected override void PreStart() => Start();

        protected override void PostRestart(Exception reason) => Start();

        protected override void OnReceive(object message) => Unhandled(message);

        private void Start()
        {
            var attempt = attempts.Next();
            if (attempt == 1)
            {
                throw new Oops();
            }

            listener.Tell($"started at attempt {attempt}");
        }
    }

    private sealed class FailsInPostRestart : UntypedActor
    {
        protected override void OnReceive(object message) => throw new Oops("in receive");

        protected override void PostRestart(Exception reason) => throw new Oops("in PostRestart");
    }

    private sealed class FailsInPostStop : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => throw new Oops("in PostStop");
    }
}
