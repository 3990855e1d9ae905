using Akka.Actor;

namespace ScaleMs.Engine.Tests.Support;

/// <summary>
/// Tells a listener each life-cycle hook with the number of the instance it ran on, echoes strings, throws exceptions.
/// </summary>
internal sealed class HookedActor : UntypedActor
{
    private readonly IActorRef _listener;
    private readonly int _instance;

    public HookedActor(IActorRef listener, Counter instances)
    {
        _listener = listener;
        _instance = instances.Next();
        Report("constructor");
    }

    public static Props Props(IActorRef listener)
    {
        var instances = new Counter();
        return Akka.Actor.Props.Create(() => new HookedActor(listener, instances));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Exception failure:
                throw failure;
            default:
                _listener.Tell(message);
                break;
        }
    }

    protected override void PreStart() => Report("PreStart");

    protected override void PostStop() => Report("PostStop");

    protected override void PreRestart(Exception reason, object message)
    {
        Report($"PreRestart because {reason.Message}");
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        Report($"PostRestart because {reason.Message}");
        base.PostRestart(reason);
    }

    private void Report(string hook) => _listener.Tell(new Hook(hook, _instance));

    internal sealed record Hook(string Name, int Instance);

    internal sealed class Counter
    {
        private int _last;

        public int Next() => ++_last;
    }
}
