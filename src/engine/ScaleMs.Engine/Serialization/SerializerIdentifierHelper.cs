using Akka.Actor;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>Reads <c>akka.actor.serialization-identifiers</c>.</summary>
public static class SerializerIdentifierHelper
{
    internal const string SerializationIdentifiers = "akka.actor.serialization-identifiers";

    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(system);
        var identifiers = system.Settings.Config.GetConfig(SerializationIdentifiers);
        if (identifiers is not null)
        {
            foreach (var (key, value) in identifiers.AsEnumerable())
            {
                // Only the entry that bears the class name is resolved: the others may name assemblies that are not there.
                var name = key.AsSpan();
                var comma = name.IndexOf(',');
                if (name[..(comma < 0 ? name.Length : comma)].Trim().SequenceEqual(type.FullName) && EngineTypes.Resolve(key) == type)
                {
                    return value.GetInt();
                }
            }
        }

        throw new ArgumentException(
            $"No serializer identifier for [{type.TypeQualifiedName()}] under [{SerializationIdentifiers}]. "
            + $"Add one there, or override {nameof(Serializer)}.{nameof(Serializer.Identifier)}.",
            nameof(type));
    }
}
