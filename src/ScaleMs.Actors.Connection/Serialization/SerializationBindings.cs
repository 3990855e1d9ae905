using Akka.Configuration;
using ScaleMs.Actors.Contracts.Serialization;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Binds serializers to types by exact name: for a type with bindings through several base types, the choice would be arbitrary.
/// </summary>
internal static class SerializationBindings
{
    /// <summary>Bindings of the product's own messages.</summary>
    public static Config OfContracts => Bind(JsonContractSerializer.Types, "scalems-json");

    /// <summary>Bindings of the configured types. A type that this process cannot load is not sent, but may be received inside a command.</summary>
    /// <param name="names">With or without assembly.</param>
    public static Config Of(IEnumerable<string> names) => Bind(
        names.Select(static name => Type.GetType(name, throwOnError: false)).OfType<Type>().Where(static type => !type.ContainsGenericParameters),
        "scalems-hyperion");

    private static Config Bind(IEnumerable<Type> types, string serializer) => ConfigurationFactory.ParseString(
        $"akka.actor.serialization-bindings {{\n{string.Join('\n', types.Select(type => $"\"{type.FullName}, {type.Assembly.GetName().Name}\" = {serializer}"))}\n}}");
}
