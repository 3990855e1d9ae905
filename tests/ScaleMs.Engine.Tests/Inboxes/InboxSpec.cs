using Akka.Actor;
using Akka.TestKit.TestActors;

namespace ScaleMs.Engine.Tests.Inboxes;

/// <summary>An actor's mailbox in the hands of code that is no actor.</summary>
public class InboxSpec : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly Inbox _inbox;

    public InboxSpec()
        : base("akka.actor.inbox.inbox-size = 10") => _inbox = Inbox.Create(Sys);

    [Fact]
    public void It_gives_messages_in_their_order()
    {
        _inbox.Receiver.Tell(1);
        _inbox.Receiver.Tell(2);
        Assert.Equal(1, _inbox.Receive(Plenty));
        Assert.Equal(2, _inbox.Receive(Plenty));
    }

    [Fact]
    public void One_that_matches_is_taken_out_of_turn_and_the_others_stay()
    {
        _inbox.Receiver.Tell(1);
        _inbox.Receiver.Tell("text");
        Assert.Equal("text", _inbox.ReceiveWhere(static message => message is string, Plenty));
        Assert.Equal(1, _inbox.Receive(Plenty));
    }

    [Fact]
    public void Who_waits_in_vain_gets_a_TimeoutException() => Assert.Throws<TimeoutException>(() => _inbox.Receive(Short));

    [Fact]
    public async Task Who_awaits_in_vain_gets_a_failure_as_the_message()
    {
        var missed = Assert.IsType<Status.Failure>(await _inbox.ReceiveAsync(Short));
        Assert.IsType<TimeoutException>(missed.Cause);
        Assert.IsType<Status.Failure>(await _inbox.ReceiveAsync(TimeSpan.FromSeconds(-5)));
    }

    [Fact]
    public async Task Who_awaits_gets_what_comes_later()
    {
        var next = _inbox.ReceiveAsync(Plenty);
        _inbox.Receiver.Tell("later");
        Assert.Equal("later", await next);
    }

    [Fact]
    public void It_watches_and_sends_as_an_actor_does()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        _inbox.Send(echo, "hello");
        Assert.Equal("hello", _inbox.Receive(Plenty));
        _inbox.Watch(echo);
        echo.Tell(PoisonPill.Instance);
        Assert.Equal(echo, ((Terminated)_inbox.Receive(Plenty)).ActorRef);
    }

    [Fact]
    public void What_is_too_much_for_it_is_dropped_with_a_warning()
    {
        for (var i = 0; i < 10; i++)
        {
            _inbox.Receiver.Tell(i);
        }

        EventFilter.Warning(start: "Dropping message").ExpectOne(() => _inbox.Receiver.Tell("too much"));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i, _inbox.Receive(Plenty));
        }

        Assert.Throws<TimeoutException>(() => _inbox.Receive(Short));
    }
}
