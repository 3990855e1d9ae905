using System.Collections;
using System.Reflection;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;
using Akka.Util;
using ScaleMs.Actors.Connection.Serialization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Connection.Tests.Serialization;

/// <summary>What a peer that is connected can have made here: no object of a type that it names.</summary>
public sealed class PeerTests : IAsyncLifetime
{
    private const string Quiet = "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.remote.dot-netty.tcp.port = 0\n";

    private const string Commands = """
        scalems.commands { count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples" }
        """;

    // A node as it is, and one of somebody's who has all serializers as Akka.NET brings them along.
    private readonly ActorSystem _node = NodeConfig.CreateSystem(NodeConfig.ForSeed(ConfigurationFactory.ParseString(Quiet + Commands)));
    private readonly ActorSystem _peer = ActorSystem.Create("peer", ConfigurationFactory.ParseString(Quiet + """
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp.hostname = 127.0.0.1
        akka.actor.serializers.hyperion = "Akka.Serialization.HyperionSerializer, Akka.Serialization.Hyperion"
        """));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _node.Terminate();
        await _peer.Terminate();
    }

    [Fact]
    public void Nothing_is_made_of_a_name_by_any_serializer_that_the_running_system_knows()
    {
        var planted = Payloads();
        var before = Planted.Made;
        var answers = new List<string>();

        foreach (var serializer in Serializers(_node).OrderBy(static serializer => serializer.Identifier))
        {
            foreach (var (bytes, manifest) in planted)
            {
                object? made = null;
                try
                {
                    made = _node.Serialization.Deserialize(bytes, serializer.Identifier, manifest);
                }
                catch (Exception error)
                {
                    answers.Add($"{serializer.Identifier} {manifest}: {error.Message}");
                }

                Assert.False(made is Planted or PlantedException || made is Status.Failure { Cause: PlantedException }, $"{serializer}: {made}");
                Assert.True(before == Planted.Made, $"serializer {serializer.Identifier} ({serializer}) made an object of '{manifest}'");
            }
        }

        Assert.NotEmpty(answers);
    }

    [Fact]
    public void The_payloads_would_make_objects_in_a_system_as_Akka_NET_brings_it_along()
    {
        // Otherwise the test above would show nothing.
        var made = new SortedSet<int>();
        foreach (var serializer in Serializers(_peer))
        {
            foreach (var (bytes, manifest) in Payloads())
            {
                var before = Planted.Made;
                try
                {
                    _peer.Serialization.Deserialize(bytes, serializer.Identifier, manifest);
                }
                catch (Exception error)
                {
                    Assert.NotNull(error.Message);
                }

                if (Planted.Made > before)
                {
                    made.Add(serializer.Identifier);
                }
            }
        }

        Assert.Superset(new SortedSet<int> { 1, 2, 6, 16, 22 }, made);
    }

    [Fact]
    public void The_serializers_that_make_objects_of_names_are_replaced()
    {
        var classes = Serializers(_node).ToDictionary(static serializer => serializer.Identifier, static serializer => serializer.GetType());

        Assert.Equal(typeof(RefusingJsonSerializer), classes[1]);
        Assert.Equal(typeof(RefusingProtobufSerializer), classes[2]);
        Assert.Equal(typeof(RefusingDaemonCreateSerializer), classes[3]);
        Assert.Equal(typeof(CheckedMiscSerializer), classes[16]);
        Assert.Equal(typeof(CheckedSystemMessageSerializer), classes[22]);
        Assert.Equal(typeof(RefusingDeliverySerializer), classes[36]);

        // A new one has to be looked at before it is let in.
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 16, 17, 22, 36, 711, 712, 713, 714], classes.Keys.Order());
    }

    [Fact]
    public async Task An_actor_that_a_peer_deploys_is_not_made()
    {
        var address = ((ExtendedActorSystem)_node).Provider.DefaultAddress;
        var before = Planted.Made;

        var deployed = _peer.ActorOf(Props.Create<PlantedActor>().WithDeploy(new Deploy(new RemoteScope(address))), "planted");
        deployed.Tell("are you there?");

        // What was sent before this has arrived when this is answered.
        var answer = await _peer.ActorSelection($"{address}/user").Ask<ActorIdentity>(new Identify("x"), TimeSpan.FromSeconds(30));
        Assert.NotNull(answer.Subject);
        Assert.Equal(before, Planted.Made);
    }

    [Fact]
    public async Task What_peers_need_from_each_other_still_travels()
    {
        var address = ((ExtendedActorSystem)_node).Provider.DefaultAddress;
        var other = NodeConfig.CreateSystem(NodeConfig.ForClient(ConfigurationFactory.ParseString(Quiet + Commands)));
        try
        {
            var echo = _node.ActorOf(Props.Create<Echo>(), "echo");
            var there = await other.ActorSelection($"{address}/user/echo").ResolveOne(TimeSpan.FromSeconds(30));
            foreach (var message in new object[] { "text", 7, 8L, new byte[] { 1, 2 }, new Refused("no"), new HelloCommand(), new CountWords("a b"), new Status.Success("ok") })
            {
                var back = await there.Ask(message, TimeSpan.FromSeconds(30));
                Assert.Equal(message is Status.Success ? "Success: ok" : message, message is Status.Success ? back.ToString() : back);
            }

            var failure = await Assert.ThrowsAnyAsync<Exception>(() => there.Ask<string>(new Status.Failure(new PlantedException("no way"), 7), TimeSpan.FromSeconds(30)));
            var cause = Assert.IsType<RemoteFailureException>(failure.InnerException ?? failure);
            Assert.Equal(typeof(PlantedException).FullName, cause.TypeName);
            Assert.Contains("no way", cause.Message, StringComparison.Ordinal);

            var ended = other.ActorOf(Props.Create(() => new Watcher(there))).Ask<bool>("ended?", TimeSpan.FromSeconds(30));
            echo.Tell(PoisonPill.Instance);
            Assert.True(await ended);
        }
        finally
        {
            await other.Terminate();
        }
    }

    [Fact]
    public void A_message_that_nothing_is_bound_to_is_refused_by_name()
    {
        var error = Assert.Throws<ProtocolException>(() => _node.Serialization.Serialize(new Planted()));

        Assert.StartsWith($"{typeof(Planted).FullName} is not sent to another process", error.Message, StringComparison.Ordinal);
        Assert.Contains($"add \"{typeof(Planted).FullName}, {typeof(Planted).Assembly.GetName().Name}\" to scalems.serialization.allowed-types", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_is_allowed_travels_by_itself()
    {
        var type = $"{typeof(Planted).FullName}, {typeof(Planted).Assembly.GetName().Name}";
        var system = NodeConfig.CreateSystem(NodeConfig.ForClient(ConfigurationFactory.ParseString($"{Quiet}scalems.serialization.allowed-types = [\"{type}\"]")));
        try
        {
            var serializer = system.Serialization.FindSerializerForType(typeof(Planted));
            Assert.IsType<AllowedTypesHyperionSerializer>(serializer);
            var back = (Planted)serializer.FromBinary(serializer.ToBinary(new Planted { Text = "mine" }), typeof(Planted));
            Assert.Equal("mine", back.Text);
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static IEnumerable<Serializer> Serializers(ActorSystem system) =>
        ((IEnumerable)typeof(Akka.Serialization.Serialization).GetField("_serializersById", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(system.Serialization)!)
            .Cast<KeyValuePair<int, Serializer>>().Select(static entry => entry.Value);

    /// <summary>Whatever makes an object somewhere, each also inside the envelopes that carry other messages.</summary>
    private List<(byte[] Bytes, string Manifest)> Payloads()
    {
        var peer = (ExtendedActorSystem)_peer;
        var name = typeof(Planted).TypeQualifiedName();
        var misc = new MiscMessageSerializer(peer);
        var system = new SystemMessageSerializer(peer);
        var hyperion = new HyperionSerializer(peer);
        var failed = new PlantedException("planted");
        var payloads = new List<(byte[] Bytes, string Manifest)>
        {
            ([], name),
            (Encoding.UTF8.GetBytes("{}"), name),
            (Encoding.UTF8.GetBytes($$"""{"$type": "{{name}}", "Text": "x"}"""), "System.Object"),
            (Encoding.UTF8.GetBytes($$"""{"$type": "{{name}}", "Text": "x"}"""), ""),
            (hyperion.ToBinary(new Planted()), ""),
            (hyperion.ToBinary(new object[] { new Planted(), new List<Planted> { new() } }), ""),
            (hyperion.ToBinary(failed), ""),
            (misc.ToBinary(new Status.Failure(failed)), "STF"),
            (misc.ToBinary(new Status.Success(new Planted())), "STS"),
            (misc.ToBinary(new Identify(new Planted())), "ID"),
            (system.ToBinary(new Recreate(failed)), typeof(Recreate).TypeQualifiedName()),
            (system.ToBinary(new Resume(failed)), typeof(Resume).TypeQualifiedName()),
            (system.ToBinary(new Failed(_peer.DeadLetters, failed, 1)), typeof(Failed).TypeQualifiedName()),
        };
        var containers = new MessageContainerSerializer(peer);
        payloads.Add((containers.ToBinary(new ActorSelectionMessage(new Planted(), [new SelectChildName("user")], false)), ""));
        payloads.Add((containers.ToBinary(new ActorSelectionMessage(new Status.Failure(failed), [new SelectChildName("user")], false)), ""));
        foreach (var manifest in payloads.Select(static payload => payload.Manifest).Distinct().ToArray())
        {
            payloads.AddRange(payloads.Select(payload => (payload.Bytes, manifest)).ToArray());
        }

        return payloads;
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Watcher : ReceiveActor
    {
        private IActorRef? _asker;

        public Watcher(IActorRef watched)
        {
            Receive<string>(_ => _asker = Sender);
            Receive<Terminated>(_ => _asker.Tell(true));
            Context.Watch(watched);
        }
    }
}
