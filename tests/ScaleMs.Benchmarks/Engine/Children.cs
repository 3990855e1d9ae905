using System.Diagnostics;
using Akka.Actor;

namespace ScaleMs.Benchmarks.Engine;

/// <summary>Many children of one parent.</summary>
internal static class Children
{
    /// <summary>How many children a second are made, up to the last one's answer.</summary>
    public static async Task<double> CreateAsync(ActorSystem system, int count)
    {
        var parent = system.ActorOf(Props.Create(() => new Parent()));
        var clock = Stopwatch.StartNew();
        await parent.Ask<object>(count);
        var rate = count / clock.Elapsed.TotalSeconds;
        await parent.GracefulStop(TimeSpan.FromMinutes(1));
        return rate;
    }

    /// <summary>How many children a second are stopped, up to their parent's end.</summary>
    public static async Task<double> StopAsync(ActorSystem system, int count)
    {
        var parent = system.ActorOf(Props.Create(() => new Parent()));
        await parent.Ask<object>(count);
        var clock = Stopwatch.StartNew();
        await parent.GracefulStop(TimeSpan.FromMinutes(1));
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>What a child takes that has processed one message and waits.</summary>
    public static async Task<double> MeasureBytesAsync(ActorSystem system, int count)
    {
        var parent = system.ActorOf(Props.Create(() => new Parent()));
        await parent.Ask<object>(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await parent.Ask<object>(count);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
        await parent.GracefulStop(TimeSpan.FromMinutes(1));
        return bytes;
    }

    private sealed class Parent : UntypedActor
    {
        private IActorRef _asker = ActorRefs.Nobody;
        private int _missing;

        protected override void OnReceive(object message)
        {
            if (message is int count)
            {
                _asker = Sender;
                _missing = count;
                var props = Props.Create(() => new Child());
                for (var i = 0; i < count; i++)
                {
                    Context.ActorOf(props).Tell("ready?", Self);
                }
            }
            else if (--_missing == 0)
            {
                _asker.Tell("ready", Self);
            }
        }
    }

    private sealed class Child : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
