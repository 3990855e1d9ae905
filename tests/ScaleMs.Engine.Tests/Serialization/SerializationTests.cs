using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ScaleMs.Engine.Tests.Serialization;

public sealed class SerializationTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("serialization", ConfigurationFactory.ParseString($$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor {
          serializers {
            first = "{{Name<FirstSerializer>()}}"
            second = "{{Name<SecondSerializer>()}}"
            text = "{{Name<TextSerializer>()}}"
            absent = "No.Such.Serializer, Nowhere"
          }
          serialization-bindings {
            "{{Name<IMarked>()}}" = first
            "{{Name<Special>()}}" = second
            "{{Name<Text>()}}" = text
            "{{Name<Orphan>()}}" = absent
          }
          serialization-identifiers { "{{Name<FirstSerializer>()}}" = 1001 }
          serialization-settings.second { greeting = hello }
        }
        """));

    private Akka.Serialization.Serialization Serialization => _system.Serialization;

    public void Dispose() => _system.Dispose();

    [Fact]
    public void A_binding_covers_what_implements_or_derives()
    {
        Assert.IsType<FirstSerializer>(Serialization.FindSerializerFor(new Plain()));
        Assert.IsType<FirstSerializer>(Serialization.FindSerializerForType(typeof(IMarked)));
    }

    [Fact]
    public void The_most_specific_binding_wins_whatever_the_order()
    {
        Assert.IsType<SecondSerializer>(Serialization.FindSerializerFor(new Special()));
        Assert.IsType<SecondSerializer>(Serialization.FindSerializerFor(new MoreSpecial()));
    }

    [Fact]
    public void Null_and_byte_arrays_have_serializers_of_their_own()
    {
        Assert.IsType<NullSerializer>(Serialization.FindSerializerFor(null));
        var bytes = new byte[] { 1, 2 };
        var serializer = Assert.IsType<ByteArraySerializer>(Serialization.FindSerializerFor(bytes));
        Assert.Same(bytes, serializer.ToBinary(bytes));
        Assert.Equal(4, serializer.Identifier);
        Assert.Throws<NotSupportedException>(() => serializer.ToBinary("text"));
    }

    [Fact]
    public void Identifiers_come_from_the_configuration_or_the_class()
    {
        Assert.Equal(1001, Serialization.FindSerializerFor(new Plain()).Identifier);
        Assert.Equal(1002, Serialization.FindSerializerFor(new Special()).Identifier);
    }

    [Fact]
    public void A_serializer_without_an_identifier_is_told_how_to_get_one()
    {
        var error = Assert.Throws<ArgumentException>(() => new NamelessSerializer((ExtendedActorSystem)_system).Identifier);
        Assert.Contains(nameof(NamelessSerializer), error.Message, StringComparison.Ordinal);
        Assert.Contains("akka.actor.serialization-identifiers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_reach_the_serializer_that_asks_for_them() =>
        Assert.Equal("hello", ((SecondSerializer)Serialization.FindSerializerFor(new Special())).Greeting);

    [Fact]
    public void A_string_manifest_travels_with_the_payload_and_back()
    {
        var message = new Text("body");
        var serializer = Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        Assert.Equal("T", manifest);
        Assert.Equal(message, Serialization.Deserialize(Serialization.Serialize(message), serializer.Identifier, manifest));
        Assert.Equal(message, Serialization.Deserialize(Serialization.Serialize(message), serializer.Identifier, typeof(Text)));
    }

    [Fact]
    public void A_type_name_travels_where_the_serializer_wants_the_type()
    {
        var serializer = Serialization.FindSerializerFor(new Plain());
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, new Plain());
        Assert.Contains(nameof(Plain), manifest, StringComparison.Ordinal);
        Assert.IsType<Plain>(Serialization.Deserialize([], serializer.Identifier, manifest));
        Assert.Empty(Akka.Serialization.Serialization.ManifestFor(Serialization.FindSerializerFor(new Special()), new Special()));
    }

    [Fact]
    public void An_unknown_identifier_is_named()
    {
        var error = Assert.Throws<SerializationException>(() => Serialization.Deserialize([], 98765, "x"));
        Assert.Contains("98765", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_manifest_is_named_with_the_serializer()
    {
        var error = Assert.Throws<SerializationException>(() => Serialization.Deserialize([], 1001, "No.Such.Message, Nowhere"));
        Assert.Contains("No.Such.Message, Nowhere", error.Message, StringComparison.Ordinal);
        Assert.Contains("1001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_serializer_by_name_serves_what_no_binding_covers()
    {
        Assert.IsType<FirstSerializer>(Serialization.FindSerializerFor(new Unbound(), "first"));
        Assert.IsType<SecondSerializer>(Serialization.FindSerializerFor(new Special(), "first"));
        var error = Assert.Throws<SerializationException>(() => Serialization.FindSerializerFor(new Unbound(), "nobody"));
        Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binding_added_later_counts_at_once()
    {
        var third = new NamedSerializer((ExtendedActorSystem)_system, 1003);
        Assert.IsType<FirstSerializer>(Serialization.FindSerializerFor(new Plain()));
        Serialization.AddSerializer("third", third);
        Serialization.AddSerializationMap(typeof(Plain), third);
        Assert.Same(third, Serialization.FindSerializerFor(new Plain()));
        Assert.IsType<Plain>(Serialization.Deserialize([], 1003, typeof(Plain)));
    }

    [Fact]
    public void Serializers_given_in_code_win_over_the_configuration()
    {
        var setup = SerializationSetup.Create(system => ImmutableHashSet.Create(
            SerializerDetails.Create("first", new NamedSerializer(system, 1010), ImmutableHashSet.Create(typeof(Special), typeof(Unbound)))));
        using var other = ActorSystem.Create("setup", BootstrapSetup.Create().WithConfig(_system.Settings.Config).And(setup));
        Assert.Equal(1010, other.Serialization.FindSerializerFor(new Unbound()).Identifier);
        Assert.Equal(1010, other.Serialization.FindSerializerFor(new Special()).Identifier);
        Assert.Equal(1010, other.Serialization.FindSerializerFor(new Plain()).Identifier);
    }

    [Fact]
    public void A_serializer_that_cannot_be_made_stops_the_start_with_its_name()
    {
        var config = ConfigurationFactory.ParseString($$"""akka.actor.serializers.broken = "{{Name<BrokenSerializer>()}}" """).WithFallback(_system.Settings.Config);
        var error = Assert.ThrowsAny<Exception>(() => ActorSystem.Create("broken", config));
        Assert.Contains("broken", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("no luck", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refs_are_written_with_the_address_of_the_transport_and_found_again()
    {
        var actor = _system.ActorOf(Props.Create(() => new Idle()), "idle");
        var address = new Address("akka.tcp", _system.Name, "example.org", 4053);
        var written = Akka.Serialization.Serialization.WithTransport(
            _system, address, () => Akka.Serialization.Serialization.SerializedActorPath(actor));
        Assert.StartsWith("akka.tcp://serialization@example.org:4053/user/idle#", written, StringComparison.Ordinal);

        var local = Akka.Serialization.Serialization.SerializedActorPath(actor);
        Assert.StartsWith("akka://serialization/user/idle#", local, StringComparison.Ordinal);
        Assert.Equal(actor, Serialization.DeserializeActorRef(local));
        Assert.Empty(Akka.Serialization.Serialization.SerializedActorPath(ActorRefs.NoSender));
    }

    [Fact]
    public void Transport_information_holds_for_the_call_only()
    {
        Assert.Throws<InvalidOperationException>(() => Akka.Serialization.Serialization.GetCurrentTransportInformation());
        var address = new Address("akka.tcp", _system.Name, "example.org", 1);
        var seen = Akka.Serialization.Serialization.WithTransport(_system, address, Akka.Serialization.Serialization.GetCurrentTransportInformation);
        Assert.Equal(new Information(address, _system), seen);
        Assert.Throws<FormatException>(() => Akka.Serialization.Serialization.WithTransport<int>(_system, address, () => throw new FormatException()));
        Assert.Throws<InvalidOperationException>(() => Akka.Serialization.Serialization.GetCurrentTransportInformation());
    }

    [Fact]
    public void Serializing_within_a_transport_keeps_its_address()
    {
        var address = new Address("akka.tcp", _system.Name, "example.org", 1);
        var serializer = new AddressSerializer((ExtendedActorSystem)_system);
        Serialization.AddSerializer(serializer);
        Serialization.AddSerializationMap(typeof(Unbound), serializer);
        Assert.Equal(address.ToString(), Encoding.UTF8.GetString(serializer.ToBinaryWithAddress(address, new Unbound())));
        Assert.Equal(
            address.ToString(),
            Encoding.UTF8.GetString(Akka.Serialization.Serialization.WithTransport(_system, address, () => Serialization.Serialize(new Unbound()))));
        Assert.Equal($"akka://{_system.Name}", Encoding.UTF8.GetString(Serialization.Serialize(new Unbound())));
    }

    private static string Name<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
