using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;

namespace ScaleMs.Actors.Connection.Tests.Configuration;

public sealed class AkkaKeysTests
{
    [Theory]
    [InlineData("akka.logelvel = DEBUG", "akka.logelvel", "akka.loglevel")]
    [InlineData("akka.remote.dot-nety.tcp.port = 1", "akka.remote.dot-nety", "akka.remote.dot-netty")]
    [InlineData("akka.remote.dot-netty.tcp.prot = 1", "akka.remote.dot-netty.tcp.prot", "akka.remote.dot-netty.tcp.port")]
    [InlineData("akka.remote.dot-netty.tcp.ssl.certificate.pasword = x", "akka.remote.dot-netty.tcp.ssl.certificate.pasword", "akka.remote.dot-netty.tcp.ssl.certificate.password")]
    [InlineData("akka.cluster.split-brain-resolver.stable-afer = 5s", "akka.cluster.split-brain-resolver.stable-afer", "akka.cluster.split-brain-resolver.stable-after")]
    [InlineData("akka.actor.default-dispatcher.throughputt = 5", "akka.actor.default-dispatcher.throughputt", "akka.actor.default-dispatcher.throughput")]
    [InlineData("akka.actor.serialisers { a = b }", "akka.actor.serialisers", "akka.actor.serializers")]
    [InlineData("akka.coordinated-shutdown.exit_clr = on", "akka.coordinated-shutdown.exit_clr", "akka.coordinated-shutdown.exit-clr")]
    [InlineData("akka.coordination.lease.heartbeat-timout = 5s", "akka.coordination.lease.heartbeat-timout", "akka.coordination.lease.heartbeat-timeout")]
    public void A_key_that_nothing_reads_is_named_with_the_nearest_one(string hocon, string path, string nearest) =>
        Assert.Equal((path, nearest), Assert.Single(Unknown(hocon)));

    [Theory]
    [InlineData("akka.loglevel = DEBUG")]
    [InlineData("akka.actor.serializers { mine = \"A, B\" }\nakka.actor.serialization-bindings { \"My.Type, Mine\" = mine }")]
    [InlineData("akka.actor.serialization-identifiers { \"A, B\" = 500 }\nakka.actor.serialization-settings.mine.strict = on")]
    [InlineData("akka.actor.deployment { /mine { router = round-robin-pool, nr-of-instances = 5 } }")]
    [InlineData("akka.actor.my-dispatcher { type = ForkJoinDispatcher, anything = 1 }")]
    [InlineData("akka.actor.my-mailbox.mailbox-type = \"A, B\"")]
    [InlineData("akka.actor.internal-dispatcher { executor = fork-join-executor, shutdown-timeout = 2s }")]
    [InlineData("akka.remote.default-remote-dispatcher { executor = channel-executor, throughput = 5 }")]
    [InlineData("akka.remote { enabled-transports = [akka.remote.mine], mine { transport-class = \"A, B\" } }")]
    [InlineData("akka.remote.dot-netty.tcp { enable-pooling = off, batching = { enabled = off }, ssl.certificate.flags = [] }")]
    [InlineData("akka.cluster.role.worker.min-nr-of-members = 2")]
    [InlineData("akka.coordinated-shutdown.phases { mine { timeout = 5s, depends-on = [service-stop] } }")]
    [InlineData("akka { loggers = [\"A, B\"], extensions = [\"A, B\"] }")]
    [InlineData("scalems.worker.slots = 1, other.anything = 2")]
    [InlineData("akka = 5")]
    [InlineData("")]
    public void What_is_read_or_is_for_the_user_to_name_is_not_named(string hocon) => Assert.Empty(Unknown(hocon));

    [Fact]
    public void The_product_sets_no_key_that_nothing_reads()
    {
        Assert.Empty(AkkaKeys.Unknown(ScaleMsConfig.Reference));
        Assert.Empty(AkkaKeys.Unknown(NodeConfig.ForSeed(Config.Empty)));
        Assert.Empty(AkkaKeys.Unknown(NodeConfig.ForWorker(Config.Empty, ["127.0.0.1:4053"])));
        Assert.Empty(AkkaKeys.Unknown(NodeConfig.ForClient(Config.Empty)));
        Assert.Empty(AkkaKeys.Unknown(NodeConfig.ForEmbedded(Config.Empty)));
    }

    private static IEnumerable<(string Path, string Nearest)> Unknown(string hocon) => AkkaKeys.Unknown(ConfigurationFactory.ParseString(hocon));
}
