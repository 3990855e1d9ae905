using Akka.Actor;

namespace ScaleMs.Engine.Tests.Guarantees;

public class NothingIsLeftBehindTests : SystemPerTest
{
    [Fact]
    public async Task Questions_that_time_out_leave_no_temporary_actor()
    {
        // The silent actor looks at its senders' paths, which puts each of them into the tree.
        var silent = Sys.ActorOf(Props.Create(() => new Silent()));
        var questions = Enumerable.Range(0, 2_000).Select(i => silent.Ask<object>(i, TimeSpan.FromMilliseconds(50))).ToArray();
        foreach (var question in questions)
        {
            await Assert.ThrowsAsync<AskTimeoutException>(() => question.WaitAsync(Long));
        }

        var temporary = (VirtualPathContainer)((ExtendedActorSystem)Sys).Provider.TempContainer;
        await Until(() => temporary.Count == 0);
        Assert.Equal(0, temporary.Count);
    }

    [Fact]
    public async Task A_question_that_is_cancelled_leaves_no_temporary_actor()
    {
        var silent = Sys.ActorOf(Props.Create(() => new Silent()));
        using var cancellation = new CancellationTokenSource();
        var question = silent.Ask<object>("?", cancellation.Token);
        await silent.Ask<object>("answer");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question.WaitAsync(Long));
        var temporary = (VirtualPathContainer)((ExtendedActorSystem)Sys).Provider.TempContainer;
        await Until(() => temporary.Count == 0);
        Assert.Equal(0, temporary.Count);
    }

    [Fact]
    public async Task An_answered_question_leaves_no_temporary_actor()
    {
        var silent = Sys.ActorOf(Props.Create(() => new Silent()));
        for (var i = 0; i < 1_000; i++)
        {
            await silent.Ask<object>("answer", Long);
        }

        var temporary = (VirtualPathContainer)((ExtendedActorSystem)Sys).Provider.TempContainer;
        await Until(() => temporary.Count == 0);
        Assert.Equal(0, temporary.Count);
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_actor_has_ended()
    {
        for (var i = 0; i < 200; i++)
        {
            var actor = Sys.ActorOf(Props.Create(() => new Silent()), "again");
            var ended = actor.WatchAsync();
            await actor.GracefulStop(Long);
            Assert.True(await ended.WaitAsync(Long));

            // The guardian learns of the end by a message of its own, which may still be on its way to it.
            var guardian = ((ActorRefWithCell)((ExtendedActorSystem)Sys).Guardian).Underlying;
            await Until(() => guardian.GetChildByName("again") is Nobody);
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Long);
        while (!condition() && !deadline.IsCancellationRequested)
        {
            await Task.Yield();
        }
    }

    private sealed class Silent : UntypedActor
    {
        private int _paths;

        protected override void OnReceive(object message)
        {
            _paths += Sender.Path.Name.Length;
            if (message is "answer")
            {
                Sender.Tell(_paths);
            }
        }
    }
}
