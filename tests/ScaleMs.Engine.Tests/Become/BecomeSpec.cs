using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.Become;

public class BecomeSpec : TestKit
{
    [Fact]
    public void Become_replaces_the_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switching()));

        actor.Tell("become");
        actor.Tell("who?");
        ExpectMsg("second");
        actor.Tell("unbecome");
        actor.Tell("who?");

        ExpectMsg("first");
    }

    [Fact]
    public void BecomeStacked_puts_the_behaviour_on_top_of_those_before()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switching()));

        actor.Tell("stack");
        actor.Tell("who?");
        ExpectMsg("third");
        actor.Tell("unbecome");
        actor.Tell("who?");

        ExpectMsg("first");
    }

    [Fact]
    public void Unbecoming_the_last_behaviour_keeps_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switching()));

        actor.Tell("unbecome");
        actor.Tell("unbecome");
        actor.Tell("who?");

        ExpectMsg("first");
    }

    [Fact]
    public void A_receive_actor_takes_the_first_handler_that_accepts_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Choosy()));

        foreach (var message in new object[] { 1, 2, -1, "text", 1.5, new List<int>() })
        {
            actor.Tell(message);
        }

        ExpectMsg("one");
        ExpectMsg("positive 2");
        ExpectMsg("other int -1");
        ExpectMsg("string text");
        ExpectMsg("refused, then any 1.5");
        ExpectMsg("any System.Collections.Generic.List`1[System.Int32]");
    }

    [Fact]
    public void A_handler_after_ReceiveAny_is_an_error()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
            Sys.ActorOf(Props.Create(() => new HandlerAfterAny())));
    }

    [Fact]
    public void A_message_that_no_handler_takes_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Switching()));

        actor.Tell(42);

        ExpectMsg<UnhandledMessage>(unhandled =>
        {
            Assert.Equal(42, unhandled.Message);
            Assert.Equal(actor, unhandled.Recipient);
            Assert.Equal(TestActor, unhandled.Sender);
        });
    }

    [Fact]
    public void A_handler_may_say_that_it_does_not_handle_the_message_after_all()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var refusing = Sys.ActorOf(Props.Create(() => new Refusing()));

        refusing.Tell("refused");

        ExpectMsg<UnhandledMessage>(unhandled => unhandled.Message.Equals("refused"));
    }

    private sealed class Switching : ReceiveActor
    {
        public Switching() => First();

        private void First()
        {
            Receive<string>(message => message == "who?", _ => Sender.Tell("first"));
            Receive<string>(message => message == "become", _ => Become(Second));
            Receive<string>(message => message == "stack", _ => BecomeStacked(Third));
            Receive<string>(message => message == "unbecome", _ => UnbecomeStacked());
        }

        private void Second()
        {
            Receive<string>(message => message == "who?", _ => Sender.Tell("second"));
            Receive<string>(message => message == "unbecome", _ => Become(First));
        }

        private void Third()
        {
            Receive<string>(message => message == "who?", _ => Sender.Tell("third"));
            Receive<string>(message => message == "unbecome", _ => UnbecomeStacked());
        }
    }

    private sealed class Choosy : ReceiveActor
    {
        public Choosy()
        {
            Receive<int>(message => message == 1, _ => Sender.Tell("one"));
            Receive<int>(message => Sender.Tell($"positive {message}"), message => message > 0);
            Receive<int>(message => Sender.Tell($"other int {message}"));
            Receive(typeof(string), message => Sender.Tell($"string {message}"));
            Receive<double>(_ => false);
            Receive<double>(message =>
            {
                Sender.Tell(FormattableString.Invariant($"refused, then any {message}"));
                return true;
            });
            ReceiveAny(message => Sender.Tell($"any {message}"));
        }
    }

    private sealed class HandlerAfterAny : ReceiveActor
    {
        public HandlerAfterAny()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class Refusing : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
