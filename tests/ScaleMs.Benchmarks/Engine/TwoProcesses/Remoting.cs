using System.Diagnostics;
using Akka.Actor;

namespace ScaleMs.Benchmarks.Engine.TwoProcesses;

/// <summary>A record to and fro between two processes.</summary>
internal static class Remoting
{
    /// <summary>Millions of round trips a second, and bytes of a message on its way there.</summary>
    public static async Task<double[]> ThroughputAsync()
    {
        const int Messages = 1_000_000;
        var port = FreePort.Find();
        using var peer = await Peer.StartEchoAsync(port, port);
        using var system = ActorSystem.Create("bench", Peer.Settings("remote", 0, 0));
        await SendAsync(system, port, inFlight: 1_000, Messages / 10);
        var clock = Stopwatch.StartNew();
        await SendAsync(system, port, inFlight: 1_000, Messages);
        var rate = Messages / clock.Elapsed.TotalSeconds / 1e6;
        await system.Terminate();
        return [rate, await BytesAsync()];
    }

    /// <summary>Milliseconds of a round trip when there is one at a time: median and 99th percentile.</summary>
    public static async Task<double[]> LatencyAsync()
    {
        const int Messages = 20_000;
        var port = FreePort.Find();
        using var peer = await Peer.StartEchoAsync(port, port);
        using var system = ActorSystem.Create("bench", Peer.Settings("remote", 0, 0));
        await SendAsync(system, port, inFlight: 1, Messages);
        var times = await SendAsync(system, port, inFlight: 1, Messages);
        await system.Terminate();
        Array.Sort(times);
        return [Milliseconds(times[times.Length / 2]), Milliseconds(times[times.Length * 99 / 100])];

        static double Milliseconds(long ticks) => Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds;
    }

    private static async Task<double> BytesAsync()
    {
        const int Messages = 100_000;
        var port = FreePort.Find();
        using var proxy = new CountingProxy(port);
        using var peer = await Peer.StartEchoAsync(port, proxy.Port);
        using var system = ActorSystem.Create("bench", Peer.Settings("remote", 0, 0));
        await SendAsync(system, proxy.Port, inFlight: 1_000, Messages);
        var before = proxy.Bytes;
        await SendAsync(system, proxy.Port, inFlight: 1_000, Messages);
        var bytes = (proxy.Bytes - before) / (double)Messages;
        await system.Terminate();
        return bytes;
    }

    private static async Task<long[]> SendAsync(ActorSystem system, int port, int inFlight, int messages)
    {
        var echo = await system.ActorSelection($"akka.tcp://bench@127.0.0.1:{port}/user/echo").ResolveOne(TimeSpan.FromSeconds(30));
        var done = new TaskCompletionSource<long[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var sender = system.ActorOf(Props.Create(() => new Sender(echo, inFlight, messages, done)));
        var times = await done.Task;
        system.Stop(sender);
        return times;
    }

    // With many in flight the times are those between answers, of which nobody asks.
    private sealed class Sender(IActorRef echo, int inFlight, int messages, TaskCompletionSource<long[]> done) : UntypedActor
    {
        private readonly long[] _times = new long[messages];
        private int _sent;
        private int _received;
        private long _last;

        protected override void PreStart()
        {
            _last = Stopwatch.GetTimestamp();
            for (; _sent < inFlight; _sent++)
            {
                echo.Tell(Work.Sample, Self);
            }
        }

        protected override void OnReceive(object message)
        {
            var now = Stopwatch.GetTimestamp();
            _times[_received++] = now - _last;
            _last = now;
            if (_sent < messages)
            {
                _sent++;
                echo.Tell(Work.Sample, Self);
            }
            else if (_received == messages)
            {
                done.SetResult(_times);
            }
        }
    }
}
