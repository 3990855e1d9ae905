using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using ScaleMs.Benchmarks.Tasks;

namespace ScaleMs.Benchmarks.Engine.TwoProcesses;

/// <summary>The other process: this program again, with an actor that answers, or as a bare cluster node.</summary>
internal static class Peer
{
    public const string Verb = "engine-peer";

    private const string Ready = "ready";

    /// <summary>One whose echo answers on a port, known to others by what may be another port.</summary>
    public static Task<NodeProcess> StartEchoAsync(int port, int publicPort) => StartAsync($"echo {port} {publicPort}");

    /// <summary>A cluster node that is ready when it sees as many members up as it was told.</summary>
    public static Task<NodeProcess> StartNodeAsync(int port, int seedPort, int members) => StartAsync($"node {port} {seedPort} {members}");

    /// <summary>Settings of a system on loopback.</summary>
    public static Config Settings(string provider, int port, int publicPort) => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor {
            provider = {{provider}}
            serializers.hyperion = "Akka.Serialization.HyperionSerializer, Akka.Serialization.Hyperion"
            serialization-bindings."System.Object" = hyperion
          }
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}}, public-port = {{publicPort}} }
        }
        """);

    public static async Task RunAsync(string[] args)
    {
        var numbers = args[1..].Select(static number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        if (args[0] == "echo")
        {
            ActorSystem.Create("bench", Settings("remote", numbers[0], numbers[1])).ActorOf(Props.Create(() => new Echo()), "echo");
        }
        else
        {
            await JoinAsync(numbers[0], numbers[1], numbers[2]);
        }

        Console.WriteLine(Ready);

        // Whoever started it ends it; should that fail, it does not stay for ever.
        await Task.Delay(TimeSpan.FromMinutes(10));
    }

    private static async Task JoinAsync(int port, int seedPort, int members)
    {
        var seeds = ConfigurationFactory.ParseString($"akka.cluster.seed-nodes = [\"akka.tcp://bench@127.0.0.1:{seedPort}\"]");
        var system = ActorSystem.Create("bench", seeds.WithFallback(Settings("cluster", port, port)));
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Census(members, all)));
        await all.Task;
    }

    private static Task<NodeProcess> StartAsync(string arguments)
    {
        var self = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        return NodeProcess.StartAsync(self, $"{(isHost ? $"\"{typeof(Peer).Assembly.Location}\" " : "")}{Verb} {arguments}", Ready);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class Census : ReceiveActor
    {
        public Census(int members, TaskCompletionSource all)
        {
            var up = 0;
            Receive<ClusterEvent.MemberUp>(_ =>
            {
                if (++up == members)
                {
                    all.TrySetResult();
                }
            });
            Cluster.Get(Context.System).Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberUp));
        }
    }
}
