using Akka.Actor;
using Akka.TestKit.TestActors;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Termination;

/// <summary>The end of an actor system always comes.</summary>
public class TerminateSpec
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Terminate_completes_with_WhenTerminated()
    {
        var system = ActorSystem.Create("ends");

        await system.Terminate().WaitAsync(Plenty);

        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Terminate_may_be_called_again()
    {
        var system = ActorSystem.Create("ends-twice");

        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(Plenty);
        await system.Terminate().WaitAsync(Plenty);
    }

    [Fact]
    public async Task Thousands_of_actors_are_stopped_with_their_hooks_run()
    {
        const int Count = 5000;
        var stopped = new CountdownEvent(Count);
        var system = ActorSystem.Create("many");
        for (var i = 0; i < Count; i++)
        {
            system.ActorOf(Props.Create(() => new Counted(stopped)));
        }

        await system.Terminate().WaitAsync(Plenty);

        Assert.Equal(0, stopped.CurrentCount);
    }

    [Fact]
    public async Task An_actor_may_terminate_its_system()
    {
        var system = ActorSystem.Create("from-inside");
        system.ActorOf(Handler.Props((context, _) => _ = context.System.Terminate())).Tell("end");

        await system.WhenTerminated.WaitAsync(Plenty);
    }

    [Fact]
    public async Task An_actor_that_awaits_the_end_of_its_system_does_not_prevent_it()
    {
        var system = ActorSystem.Create("awaits-its-end");
        system.ActorOf(Props.Create(() => new AwaitsTermination())).Tell("end");

        await system.WhenTerminated.WaitAsync(Plenty);
    }

    [Fact]
    public async Task Busy_actors_are_stopped_after_their_current_message()
    {
        var system = ActorSystem.Create("busy");
        var actors = Enumerable.Range(0, 20).Select(_ => system.ActorOf(Handler.Props((context, message) => context.Self.Tell(message)))).ToArray();
        Array.ForEach(actors, actor => actor.Tell("again"));

        await system.Terminate().WaitAsync(Plenty);
    }

    [Fact]
    public async Task Actors_that_fail_while_the_system_ends_do_not_prevent_it()
    {
        var system = ActorSystem.Create("failing", "akka.stdout-loglevel = OFF, akka.loglevel = OFF");
        var actors = Enumerable.Range(0, 100).Select(_ => system.ActorOf(Handler.Props((_, _) => throw new Oops()))).ToArray();
        foreach (var actor in actors)
        {
            actor.Tell("fail");
            actor.Tell("fail");
        }

        await system.Terminate().WaitAsync(Plenty);
    }

    [Fact]
    public async Task Callbacks_registered_for_the_end_have_run()
    {
        var system = ActorSystem.Create("callbacks");
        var ran = 0;
        system.RegisterOnTermination(() => Interlocked.Increment(ref ran));
        system.RegisterOnTermination(() => Interlocked.Increment(ref ran));

        await system.Terminate().WaitAsync(Plenty);

        Assert.Equal(2, ran);
    }

    [Fact]
    public async Task After_the_end_messages_are_lost_and_actors_cannot_be_made()
    {
        var system = ActorSystem.Create("after");
        var actor = system.ActorOf(BlackHoleActor.Props);
        await system.Terminate().WaitAsync(Plenty);

        actor.Tell("lost");

        Assert.ThrowsAny<Exception>(() => system.ActorOf(BlackHoleActor.Props));
    }

    [Fact]
    public async Task Many_systems_come_and_go()
    {
        for (var i = 0; i < 20; i++)
        {
            var system = ActorSystem.Create($"short-lived-{i}");
            system.ActorOf(SimpleEchoActor.Props(), "echo");
            Assert.Equal(i, await system.ActorSelection("/user/echo").Ask<int>(i, Plenty));
            await system.Terminate().WaitAsync(Plenty);
        }
    }

    private sealed class Counted(CountdownEvent stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stopped.Signal();
    }

    private sealed class AwaitsTermination : ReceiveActor
    {
        public AwaitsTermination() => ReceiveAsync<string>(_ => Context.System.Terminate());
    }
}
