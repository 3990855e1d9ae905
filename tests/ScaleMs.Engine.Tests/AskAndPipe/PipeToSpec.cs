using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.AskAndPipe;

public class PipeToSpec : TestKit
{
    [Fact]
    public async Task The_result_of_a_task_becomes_a_message()
    {
        await Task.FromResult("result").PipeTo(TestActor);

        await ExpectMsgAsync("result");
    }

    [Fact]
    public async Task A_failure_becomes_a_Status_Failure()
    {
        var failure = new Oops();

        await Task.FromException<string>(failure).PipeTo(TestActor);

        await ExpectMsgAsync<Status.Failure>(status => Assert.Same(failure, Innermost(status.Cause)));
    }

    [Fact]
    public async Task A_cancelled_task_becomes_a_Status_Failure()
    {
        await Task.FromCanceled<string>(new CancellationToken(canceled: true)).PipeTo(TestActor);

        await ExpectMsgAsync<Status.Failure>(status => Assert.IsAssignableFrom<OperationCanceledException>(Innermost(status.Cause)));
    }

    [Fact]
    public async Task Success_and_failure_can_be_transformed()
    {
        await Task.FromResult(20).PipeTo(TestActor, success: value => value + 1);
        await ExpectMsgAsync(21);

        await Task.FromException<int>(new Oops("lost")).PipeTo(TestActor, failure: cause => $"failed: {Innermost(cause).Message}");
        await ExpectMsgAsync("failed: lost");
    }

    [Fact]
    public async Task A_task_without_a_result_says_nothing_unless_told_what()
    {
        await Task.CompletedTask.PipeTo(TestActor);
        await Task.CompletedTask.PipeTo(TestActor, success: () => "done");

        await ExpectMsgAsync("done");
    }

    [Fact]
    public async Task The_given_sender_is_the_sender()
    {
        var sender = CreateTestProbe();

        await Task.FromResult("result").PipeTo(TestActor, sender.Ref);

        await ExpectMsgFromAsync(sender.Ref, "result");
    }

    [Fact]
    public void An_actor_may_pipe_to_itself_and_goes_on_meanwhile()
    {
        var source = new TaskCompletionSource<string>();
        var actor = Sys.ActorOf(Handler.Props((context, message) =>
        {
            if (message is "start")
            {
                _ = source.Task.PipeTo(context.Self, context.Self);
            }
            else
            {
                TestActor.Tell(message);
            }
        }));
        actor.Tell("start");
        actor.Tell("meanwhile");
        ExpectMsg("meanwhile");

        source.SetResult("later");

        ExpectMsg("later");
    }

    private static Exception Innermost(Exception failure) => failure is AggregateException { InnerException: { } inner } ? inner : failure;
}
