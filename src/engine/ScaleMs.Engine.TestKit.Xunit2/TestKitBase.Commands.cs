using Akka.Actor;
using Akka.TestKit.Internal;
using Akka.Util;
using Instructions = Akka.TestKit.TestActor;

namespace Akka.TestKit;

/// <summary>
/// What the test actor does beside receiving. Each call returns when the test actor has done it, so that what the
/// test does next finds it done.
/// </summary>
public abstract partial class TestKitBase
{
    public IActorRef Watch(IActorRef actorToWatch)
    {
        Command(new Instructions.Watch(actorToWatch));
        return actorToWatch;
    }

    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await CommandAsync(new Instructions.Watch(actorToWatch));
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        Command(new Instructions.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        await CommandAsync(new Instructions.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <summary>Drops messages that arrive from now on and for which the function is true.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        Command(new Instructions.SetIgnore(message => shouldIgnoreMessage(message)));

    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    public void IgnoreNoMessages() => Command(new Instructions.SetIgnore(null));

    /// <summary>Lets the pilot react to each message before the test sees it.</summary>
    public void SetAutoPilot(AutoPilot pilot) => Command(new Instructions.SetAutoPilot(pilot));

    /// <summary>Makes an actor whose parent is the test actor.</summary>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) =>
        Spawn(props, Option<string>.None, Option<SupervisorStrategy>.None, cancellationToken);

    public IActorRef ChildActorOf(Props props, string name, CancellationToken cancellationToken = default) =>
        Spawn(props, name, Option<SupervisorStrategy>.None, cancellationToken);

    public IActorRef ChildActorOf(
        Props props,
        SupervisorStrategy supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        Spawn(props, Option<string>.None, supervisorStrategy, cancellationToken);

    public IActorRef ChildActorOf(
        Props props,
        string name,
        SupervisorStrategy supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        Spawn(props, name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, CancellationToken cancellationToken = default) =>
        SpawnAsync(props, Option<string>.None, Option<SupervisorStrategy>.None, cancellationToken);

    public Task<IActorRef> ChildActorOfAsync(Props props, string name, CancellationToken cancellationToken = default) =>
        SpawnAsync(props, name, Option<SupervisorStrategy>.None, cancellationToken);

    public Task<IActorRef> ChildActorOfAsync(
        Props props,
        SupervisorStrategy supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        SpawnAsync(props, Option<string>.None, supervisorStrategy, cancellationToken);

    public Task<IActorRef> ChildActorOfAsync(
        Props props,
        string name,
        SupervisorStrategy supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        SpawnAsync(props, name, supervisorStrategy, cancellationToken);

    private IActorRef Spawn(
        Props props,
        Option<string> name,
        Option<SupervisorStrategy> strategy,
        CancellationToken cancellationToken) =>
        Command(new Instructions.Spawn(props, name, strategy), cancellationToken)!;

    private async Task<IActorRef> SpawnAsync(
        Props props,
        Option<string> name,
        Option<SupervisorStrategy> strategy,
        CancellationToken cancellationToken) =>
        (await CommandAsync(new Instructions.Spawn(props, name, strategy), cancellationToken))!;

    private IActorRef? Command(object instruction, CancellationToken cancellationToken = default)
    {
        var command = new Instructions.Command(instruction);
        Give(command);
        var limit = Dilated(TestKitSettings.DefaultTimeout);
        return command.Wait(limit, cancellationToken)
            ? command.Outcome.GetAwaiter().GetResult()
            : throw new TimeoutException($"The test actor {_testActor} did not carry out {instruction} within {limit}.");
    }

    private async Task<IActorRef?> CommandAsync(object instruction, CancellationToken cancellationToken = default)
    {
        var command = new Instructions.Command(instruction);
        Give(command);
        return await command.Outcome.WaitAsync(Dilated(TestKitSettings.DefaultTimeout), cancellationToken);
    }

    private void Give(Instructions.Command command)
    {
        // An auto-pilot runs inside the test actor, which cannot receive a command until the pilot has returned.
        if (InternalTestActor.RunningHere(_testActor) is { } running && CellOf(_testActor) is { } cell)
        {
            cell.UseThreadContext(() => running.Obey(command));
        }
        else
        {
            _testActor.Tell(command);
        }
    }
}
