using System.Diagnostics;
using Akka.Actor;

namespace ScaleMs.Benchmarks.Engine;

/// <summary>Pairs of actors that send one object to and fro.</summary>
internal static class PingPong
{
    /// <summary>Millions of messages a second, both directions counted.</summary>
    public static async Task<double> RunAsync(ActorSystem system, int pairs, int inFlight, int messages)
    {
        var done = new Task[pairs];
        var pings = new IActorRef[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var pong = system.ActorOf(Props.Create(() => new Pong()));
            pings[i] = system.ActorOf(Props.Create(() => new Ping(pong, messages / 2 / pairs, inFlight, finished)));
            done[i] = finished.Task;
        }

        var clock = Stopwatch.StartNew();
        foreach (var ping in pings)
        {
            ping.Tell(Start.Instance, ActorRefs.NoSender);
        }

        await Task.WhenAll(done);
        return messages / clock.Elapsed.TotalSeconds / 1e6;
    }

    private sealed class Start
    {
        public static readonly Start Instance = new();
    }

    private sealed class Ball
    {
        public static readonly Ball Instance = new();
    }

    private sealed class Pong : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class Ping(IActorRef pong, int rounds, int inFlight, TaskCompletionSource finished) : UntypedActor
    {
        private int _sent;
        private int _received;

        protected override void OnReceive(object message)
        {
            if (message is Start)
            {
                for (; _sent < inFlight; _sent++)
                {
                    pong.Tell(Ball.Instance, Self);
                }

                return;
            }

            _received++;
            if (_sent < rounds)
            {
                _sent++;
                pong.Tell(Ball.Instance, Self);
            }
            else if (_received == rounds)
            {
                finished.SetResult();
                Self.Tell(PoisonPill.Instance);
                pong.Tell(PoisonPill.Instance);
            }
        }
    }
}
