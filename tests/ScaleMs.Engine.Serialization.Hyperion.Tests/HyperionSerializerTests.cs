using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Routing;
using Akka.Serialization;
using Akka.Serialization.Hyperion;
using Hyperion;
using ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests;

public sealed class HyperionSerializerTests : IDisposable
{
    private readonly ExtendedActorSystem _system = System();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void It_serves_every_object_that_nothing_else_is_bound_to()
    {
        var serializer = Assert.IsType<HyperionSerializer>(_system.Serialization.FindSerializerFor(new Circle(1)));
        Assert.Equal(-5, serializer.Identifier);
        Assert.False(serializer.IncludeManifest);
        Assert.Equal(new Circle(1), _system.Serialization.Deserialize(_system.Serialization.Serialize(new Circle(1)), -5, string.Empty));
    }

    [Fact]
    public void Refs_inside_messages_find_their_actor_again()
    {
        var actor = _system.ActorOf(Props.Create(() => new Silent()), "silent");
        var back = Trip(new Mail(actor, [actor, ActorRefs.Nobody], actor.Path));
        Assert.Equal(actor, back.To);
        Assert.Equal([actor, ActorRefs.Nobody], back.Copies);
        Assert.Equal(actor.Path, back.Path);
        Assert.Same(back.To, back.Copies[0]);
    }

    [Fact]
    public void Refs_are_written_with_the_address_of_the_transport()
    {
        var actor = _system.ActorOf(Props.Create(() => new Silent()));
        var address = new Address("akka.tcp", _system.Name, "example.org", 4053);
        var bytes = new HyperionSerializer(_system).ToBinaryWithAddress(address, new Mail(actor, [], actor.Path));
        Assert.Contains("akka.tcp://refs@example.org:4053/user/", global::System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_surrogates_stand_in_for_their_objects()
    {
        var back = Trip(new Box(new Opaque(() => 42)));
        Assert.Equal(42, ((Opaque)back.Content).Value());
    }

    [Fact]
    public void Messages_of_the_engine_travel()
    {
        Assert.Equal(7, Trip(new Identify(7)).MessageId);
        Assert.Equal(new Address("akka.tcp", "s", "h", 1), Trip(new Address("akka.tcp", "s", "h", 1)));
        Assert.Same(PoisonPill.Instance.GetType(), Trip<object>(PoisonPill.Instance).GetType());
    }

    [Fact]
    public void Routers_and_strategies_of_the_engine_travel()
    {
        var pool = Trip(new RoundRobinPool(3));
        Assert.Equal(3, pool.NrOfInstances);
        Assert.Equal(Directive.Escalate, ((OneForOneStrategy)pool.SupervisorStrategy).Decider.Decide(new InvalidOperationException()));
        Assert.IsType<OneForOneStrategy>(Trip(SupervisorStrategy.DefaultStrategy));
    }

    [Fact]
    public void Settings_are_read_from_the_configuration()
    {
        var settings = HyperionSerializerSettings.Create(ConfigurationFactory.ParseString($$"""
            preserve-object-references = false
            version-tolerance = false
            disallow-unsafe-type = false
            known-types-provider = "{{typeof(Shapes).FullName}}, {{typeof(Shapes).Assembly.GetName().Name}}"
            allowed-types = ["Some.Type, Assembly"]
            """));
        Assert.False(settings.PreserveObjectReferences);
        Assert.False(settings.VersionTolerance);
        Assert.False(settings.DisallowUnsafeType);
        Assert.Equal(typeof(Shapes), settings.KnownTypesProvider);
        Assert.True(settings.TypeFilter!.IsAllowed("Some.Type, Assembly"));
        Assert.False(settings.TypeFilter.IsAllowed("Other.Type, Assembly"));
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var settings = HyperionSerializerSettings.Create(HyperionSerializer.DefaultConfiguration().GetConfig("akka.actor.serialization-settings.hyperion"));
        foreach (var with in new[] { settings, HyperionSerializerSettings.Default })
        {
            Assert.True(with.PreserveObjectReferences);
            Assert.True(with.VersionTolerance);
            Assert.True(with.DisallowUnsafeType);
            Assert.Null(with.TypeFilter);
        }
    }

    [Fact]
    public void A_missing_section_or_a_wrong_provider_is_an_error()
    {
        Assert.Throws<ConfigurationException>(() => HyperionSerializerSettings.Create(Config.Empty));
        var error = Assert.Throws<ConfigurationException>(() => HyperionSerializerSettings.Create(ConfigurationFactory.ParseString("""known-types-provider = "No.Such, Type" """)));
        Assert.Contains("No.Such, Type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_given_with_the_settings_decides_what_is_read()
    {
        var bytes = new HyperionSerializer(_system).ToBinary(new Square(1));
        var strict = new HyperionSerializer(_system, HyperionSerializerSettings.Default.WithTypeFilter(new Only("Circle")));
        Assert.Contains("Square", Assert.Throws<SerializationException>(() => strict.FromBinary(bytes, null)).Message, StringComparison.Ordinal);
        Assert.Equal(new Circle(1), strict.FromBinary(strict.ToBinary(new Circle(1)), null));
    }

    [Fact]
    public void A_setup_wins_over_the_settings()
    {
        var setup = HyperionSerializerSetup.Empty.WithTypeFilter(new Only("Circle")).WithPreserveObjectReference(false).WithKnownTypeProvider<Shapes>();
        using var system = System(setup);
        var serializer = (HyperionSerializer)system.Serialization.FindSerializerFor(new Circle(1));
        Assert.False(serializer.Settings.PreserveObjectReferences);
        Assert.True(serializer.Settings.VersionTolerance);
        Assert.Equal(typeof(Shapes), serializer.Settings.KnownTypesProvider);
        Assert.Throws<SerializationException>(() => serializer.FromBinary(serializer.ToBinary(new Node("n")), null));
        Assert.Equal(new Square(2), serializer.FromBinary(serializer.ToBinary(new Square(2)), null));
    }

    [Fact]
    public async Task Many_threads_share_one_serializer()
    {
        var serializer = new HyperionSerializer(_system);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
            Enumerable.Range(0, 500).All(i =>
            {
                var order = new Order(i, $"{worker}", new Money(i, "EUR"), State.New, null, [i], Guid.NewGuid(), i);
                var back = (Order)serializer.FromBinary(serializer.ToBinary(order), null);
                return back with { Items = order.Items } == order && back.Items.SequenceEqual(order.Items);
            }))));
        Assert.All(results, Assert.True);
    }

    private static ExtendedActorSystem System(Setup? more = null)
    {
        var setup = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.serializers.hyperion = "Akka.Serialization.HyperionSerializer, Akka.Serialization.Hyperion"
            akka.actor.serialization-bindings."System.Object" = hyperion
            """));
        return (ExtendedActorSystem)(more is null ? ActorSystem.Create("refs", setup) : ActorSystem.Create("refs", setup.And(more)));
    }

    private T Trip<T>(T value)
        where T : notnull => (T)new HyperionSerializer(_system).FromBinary(new HyperionSerializer(_system).ToBinary(value), typeof(T));

    private sealed class Only(string name) : ITypeFilter
    {
        public bool IsAllowed(string typeName) => typeName.Contains(name, StringComparison.Ordinal);
    }
}
