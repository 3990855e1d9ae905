using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Xunit.Abstractions;

namespace Akka.Cluster.Tests.Systems;

/// <summary>Several real actor systems in this process, over loopback TCP, with short intervals.</summary>
public abstract class ClusterSpec(ITestOutputHelper output) : TestKit.Xunit2.TestKit("akka.loglevel = WARNING", output), IAsyncLifetime
{
    /// <summary>Far above what anything here takes, for a machine that is busy with something else.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A system that just terminates does not leave the cluster first.
    private const string Common = """
        akka {
          loglevel = WARNING
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            periodic-tasks-initial-delay = 50ms
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            unreachable-nodes-reaper-interval = 100ms
            failure-detector { heartbeat-interval = 100ms, acceptable-heartbeat-pause = 2s, expected-response-after = 200ms }
            split-brain-resolver {
              active-strategy = static-quorum
              stable-after = 300ms
              static-quorum { quorum-size = 1, role = master }
            }
          }
        }
        """;

    private readonly List<ActorSystem> _systems = [];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Task.WhenAll(_systems.Select(s => s.Terminate())).WaitAsync(Patience);

    protected static string Seeds(params ActorSystem[] seeds) =>
        $"akka.cluster.seed-nodes = [{string.Join(", ", seeds.Select(s => $"\"{Cluster.Get(s).SelfAddress}\""))}]";

    protected static string Role(string role) => $"akka.cluster.roles = [{role}]";

    protected static string Port(ActorSystem earlier) => $"akka.remote.dot-netty.tcp.port = {Cluster.Get(earlier).SelfAddress.Port}";

    protected static Task UpAsync(ActorSystem system)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Get(system).RegisterOnMemberUp(() => up.TrySetResult());
        return up.Task.WaitAsync(Patience);
    }

    protected static Task GoneAsync(ActorSystem system) => system.WhenTerminated.WaitAsync(Patience);

    /// <summary>
    /// A system killed as by <c>kill -9</c>. It is cut off first: otherwise its actors, while they end, could still tell
    /// those who watch them.
    /// </summary>
    protected static async Task KillAsync(ActorSystem system)
    {
        await RARP.For(system).Provider.Transport.Shutdown().WaitAsync(Patience);
        await system.Terminate().WaitAsync(Patience);
    }

    protected ActorSystem Start(params string[] config)
    {
        var whole = config.Reverse().Append(Common).Aggregate(Config.Empty, (have, more) => have.WithFallback(ConfigurationFactory.ParseString(more)));
        var system = ActorSystem.Create("cluster", whole.WithFallback(DefaultConfig));
        _systems.Add(system);
        return system;
    }

    /// <summary>A master that is a cluster of its own.</summary>
    protected async Task<ActorSystem> StartMasterAsync(params string[] config)
    {
        var system = Start([Role("master"), .. config]);
        await Cluster.Get(system).JoinAsync(Cluster.Get(system).SelfAddress).WaitAsync(Patience);
        return system;
    }

    protected async Task<ActorSystem> StartWorkerAsync(ActorSystem master, params string[] config)
    {
        var system = Start([Role("worker"), Seeds(master), .. config]);
        await UpAsync(system);
        return system;
    }

    protected void AwaitMembers(ActorSystem viewer, params ActorSystem[] expected)
    {
        var nodes = expected.Select(s => Cluster.Get(s).SelfUniqueAddress).ToHashSet();
        AwaitAssert(
            () =>
            {
                var state = Cluster.Get(viewer).State;
                Assert.Equal(nodes.Order(), state.Members.Where(m => m.Status == MemberStatus.Up).Select(m => m.UniqueAddress).Order());
                Assert.Equal(nodes.Count, state.Members.Count);
                Assert.Empty(state.Unreachable);
            },
            Patience,
            TimeSpan.FromMilliseconds(20));
    }
}
