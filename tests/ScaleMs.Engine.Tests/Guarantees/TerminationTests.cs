using Akka.Actor;
using Akka.Configuration;

namespace ScaleMs.Engine.Tests.Guarantees;

public class TerminationTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_system_of_thousands_of_actors_ends()
    {
        var system = Quiet();
        var stopped = new StrongBox();
        var parent = system.ActorOf(Props.Create(() => new Parent(10_000, stopped)));
        await parent.Ask<string>("ready?", Long);

        await system.Terminate().WaitAsync(Long);

        Assert.Equal(10_000, Volatile.Read(ref stopped.Count));
    }

    [Fact]
    public async Task An_actor_can_end_its_own_system()
    {
        var system = Quiet();
        system.ActorOf(Props.Create(() => new Ender())).Tell("end");

        await system.WhenTerminated.WaitAsync(Long);

        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_system_can_be_ended_while_actors_are_being_made()
    {
        for (var i = 0; i < 20; i++)
        {
            var system = Quiet();
            var making = Task.Run(() =>
            {
                try
                {
                    while (true)
                    {
                        system.ActorOf(Props.Create(() => new Ender()));
                    }
                }
                catch (InvalidOperationException)
                {
                    return true;
                }
            });
            await system.Terminate().WaitAsync(Long);
            Assert.True(await making.WaitAsync(Long));
        }
    }

    [Fact]
    public async Task What_was_registered_last_runs_first_at_the_end()
    {
        var system = Quiet();
        var order = new List<int>();
        system.RegisterOnTermination(() => order.Add(1));
        system.RegisterOnTermination(() => throw new InvalidOperationException("does not keep the others from running"));
        system.RegisterOnTermination(() => order.Add(2));

        await system.Terminate().WaitAsync(Long);

        Assert.Equal([2, 1], order);
    }

    [Fact]
    public async Task Ending_a_system_twice_is_ending_it_once()
    {
        var system = Quiet();
        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(Long);
        await system.Terminate().WaitAsync(Long);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    private static ActorSystem Quiet() => ActorSystem.Create(
        "ending", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"));

    private sealed class StrongBox
    {
        public int Count;
    }

    private sealed class Ender : UntypedActor
    {
        protected override void OnReceive(object message) => _ = Context.System.Terminate();
    }

    private sealed class Parent : UntypedActor
    {
        public Parent(int children, StrongBox stopped)
        {
            var props = Props.Create(() => new Child(stopped));
            for (var i = 0; i < children; i++)
            {
                Context.ActorOf(props);
            }
        }

        protected override void OnReceive(object message) => Sender.Tell("ready");
    }

    private sealed class Child(StrongBox stopped) : UntypedActor
    {
        protected override void PostStop() => Interlocked.Increment(ref stopped.Count);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
