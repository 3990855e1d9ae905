using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Serializers and bindings given in code; they win over those of the configuration.</summary>
public sealed class SerializationSetup : Akka.Actor.Setup.Setup
{
    internal SerializationSetup(Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> createSerializers) =>
        CreateSerializers = createSerializers;

    public Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> CreateSerializers { get; }

    public static SerializationSetup Create(Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> createSerializers) =>
        new(createSerializers);
}
