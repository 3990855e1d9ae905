using Akka.Actor;
using Akka.TestKit.TestActors;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.AskAndPipe;

public class AskSpec : TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_first_answer_is_the_result()
    {
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            context.Sender.Tell($"{message} 1");
            context.Sender.Tell($"{message} 2");
        }));

        Assert.Equal("answer 1", await actor.Ask<string>("answer", Plenty));
    }

    [Fact]
    public async Task An_answer_of_another_type_is_an_error()
    {
        var actor = Sys.ActorOf(SimpleEchoActor.Props());

        await Assert.ThrowsAnyAsync<Exception>(() => actor.Ask<int>("text", Plenty));
    }

    [Fact]
    public async Task A_Status_Failure_fails_the_task_with_its_cause()
    {
        var failure = new Oops("answered");
        var actor = Sys.ActorOf(Handler.Props((context, _) => context.Sender.Tell(new Status.Failure(failure))));

        Assert.Same(failure, await Assert.ThrowsAsync<Oops>(() => actor.Ask<string>("question", Plenty)));
    }

    [Fact]
    public async Task Who_asks_for_any_object_gets_a_Status_Failure_as_the_answer()
    {
        var actor = Sys.ActorOf(Handler.Props((context, _) => context.Sender.Tell(new Status.Failure(new Oops()))));
        Assert.IsType<Status.Failure>(await actor.Ask<object>("question", Plenty));
    }

    [Fact]
    public async Task Null_is_an_answer_but_no_message()
    {
        var actor = Sys.ActorOf(Handler.Props((context, _) => context.Sender.Tell(null!)));
        Assert.Null(await actor.Ask<string>("question", Plenty));
        Assert.Throws<InvalidMessageException>(() => actor.Tell(null!));
    }

    [Fact]
    public async Task No_answer_in_time_is_an_AskTimeoutException()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);

        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask("question", TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task A_cancelled_ask_is_a_cancelled_task()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = Sys.ActorOf(BlackHoleActor.Props).Ask<string>("question", Plenty, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Timed_out_and_answered_asks_leave_nothing_in_temp()
    {
        var blackHole = Sys.ActorOf(BlackHoleActor.Props);
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        var unanswered = Enumerable.Range(0, 2000).Select(_ => blackHole.Ask("question", TimeSpan.FromMilliseconds(50))).ToArray();
        var answered = Enumerable.Range(0, 2000).Select(i => echo.Ask<int>(i, Plenty)).ToArray();

        Assert.Equal(Enumerable.Range(0, 2000), await Task.WhenAll(answered));
        foreach (var ask in unanswered)
        {
            await Assert.ThrowsAsync<AskTimeoutException>(() => ask);
        }

        await AwaitAssertAsync(() => Assert.False(HasTemporaryActors()));
    }

    [Fact]
    public async Task A_late_answer_goes_to_dead_letters()
    {
        var probe = CreateTestProbe();
        await Assert.ThrowsAsync<AskTimeoutException>(() => probe.Ref.Ask("question", TimeSpan.FromMilliseconds(20)));
        await probe.ExpectMsgAsync("question");

        await EventFilter.DeadLetter<string>(message => message == "late").ExpectOneAsync(() => probe.Reply("late"));
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        Sys.ActorOf(SimpleEchoActor.Props(), "asked");

        Assert.Equal("hello", await Sys.ActorSelection("/user/asked").Ask<string>("hello", Plenty));
    }

    [Fact]
    public async Task A_message_factory_gets_the_ref_to_answer_to()
    {
        var actor = Sys.ActorOf(Handler.Props((_, message) => ((IActorRef)message).Tell("to the ref in the message")));

        Assert.Equal("to the ref in the message", await actor.Ask<string>(self => self, Plenty, CancellationToken.None));
    }

    [Fact]
    public async Task Asking_a_dead_actor_times_out()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        await actor.GracefulStop(Plenty);

        await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask("question", TimeSpan.FromMilliseconds(20)));
    }

    private bool HasTemporaryActors() => ((VirtualPathContainer)((ExtendedActorSystem)Sys).Provider.TempContainer).HasChildren;
}
