using Akka.Configuration;
using ScaleMs.Actors.Contracts.Serialization;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Which serializer sends a type, where that is decided for each type by its name: a type with several bindings by its base types
/// would be sent by any of them.
/// </summary>
internal static class SerializationBindings
{
    /// <summary>Of the product's own messages.</summary>
    public static Config OfContracts => Bind(JsonContractSerializer.Types, "scalems-json");

    /// <summary>Of the configured types. One that this process cannot load it does not send, but may still receive inside a command.</summary>
    /// <param name="names">With or without assembly.</param>
    public static Config Of(IEnumerable<string> names) => Bind(
        names.Select(static name => Type.GetType(name, throwOnError: false)).OfType<Type>().Where(static type => !type.ContainsGenericParameters),
        "scalems-hyperion");

    private static Config Bind(IEnumerable<Type> types, string serializer) => ConfigurationFactory.ParseString(
        $"akka.actor.serialization-bindings {{\n{string.Join('\n', types.Select(type => $"\"{type.FullName}, {type.Assembly.GetName().Name}\" = {serializer}"))}\n}}");
}
