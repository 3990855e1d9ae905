using System.Diagnostics;
using Akka.Actor;

namespace ScaleMs.Benchmarks.Engine;

/// <summary>One question after the other.</summary>
internal static class Questions
{
    /// <summary>Millions of answers a second.</summary>
    public static async Task<double> RunAsync(ActorSystem system, int count)
    {
        var echo = system.ActorOf(Props.Create(() => new Echo()));
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await echo.Ask<object>("question");
        }

        var rate = count / clock.Elapsed.TotalSeconds / 1e6;
        system.Stop(echo);
        return rate;
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
