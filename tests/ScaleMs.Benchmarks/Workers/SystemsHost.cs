using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Worker.Registration;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Workers;

/// <summary>
/// A process with several workers of one slot, each a member of the cluster by itself. It prints what becomes of each:
/// <c>joining</c>, <c>weakly-up</c>, <c>up</c>, with the worker's name and milliseconds since 1970-01-01 UTC.
/// </summary>
internal static class SystemsHost
{
    /// <summary>Printed when all are up.</summary>
    public const string AllUp = "all up";

    // It ends by itself where its starter could not end it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(string[] args)
    {
        var seed = Option(args, "--seed") ?? throw new InvalidOperationException("--seed HOST:PORT is missing");
        var (first, count, stretch) = (Number(args, "--first", 0), Number(args, "--count", 1), Number(args, "--stretch", 1));
        var file = Option(args, "--config");
        var config = ConfigurationFactory.ParseString(
            string.Join('\n', [file is null ? "" : await File.ReadAllTextAsync(file), .. StretchedTimes.Lines(stretch, file), "akka { loglevel = WARNING, stdout-loglevel = OFF }"]));
        var up = new List<Task>();
        for (var number = first; number < first + count; number++)
        {
            up.Add(Start(config, seed, $"worker-{number}"));
        }

        await Task.WhenAll(up);
        Console.WriteLine(AllUp);
        await Task.Delay(Longest);
    }

    private static Task Start(Config config, string seed, string name)
    {
        Say("joining", name);
        var options = ScaleMsOptions.From(ConfigurationFactory.ParseString($"scalems.worker {{ name = {name}, isolation = none }}").WithFallback(config));
        var system = NodeConfig.CreateSystem(NodeConfig.ForWorker(config, [seed]));
        _ = AttachedWorker.Create(options, slots: 1).Start(system, MasterLocator.At(system, [seed]));
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new OwnMembership(name, up)));
        return up.Task;
    }

    private static void Say(string what, string name) => Console.WriteLine($"{what} {name} {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");

    /// <summary>Hears what the cluster makes of its own node.</summary>
    private sealed class OwnMembership : ReceiveActor
    {
        private readonly Cluster _cluster = Cluster.Get(Context.System);

        public OwnMembership(string name, TaskCompletionSource up)
        {
            Receive<ClusterEvent.MemberWeaklyUp>(change => change.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress), _ => Say("weakly-up", name));
            Receive<ClusterEvent.MemberUp>(change => change.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress), _ =>
            {
                Say("up", name);
                up.TrySetResult();
            });
            Receive<ClusterEvent.IClusterDomainEvent>(static _ => { });
        }

        protected override void PreStart() => _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.MemberWeaklyUp));
    }
}
