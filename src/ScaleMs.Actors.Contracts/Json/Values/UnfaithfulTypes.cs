using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>Refuses types of the base library that the serializer reads and writes, but changes on the way.</summary>
internal sealed class UnfaithfulTypes : JsonConverterFactory
{
    private static readonly Type[] Reversed = [typeof(Stack<>), typeof(ConcurrentStack<>), typeof(ImmutableStack<>), typeof(IImmutableStack<>)];

    public override bool CanConvert(Type typeToConvert) => Reason(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeToConvert} cannot be sent: {Reason(typeToConvert)}");

    private static string? Reason(Type type) =>
        type.IsGenericType && Reversed.Contains(type.GetGenericTypeDefinition()) ? "it would arrive in reverse order; an array of it would not"
        : IsGrouping(type) || type.GetInterfaces().Any(IsGrouping) ? "its key would be lost; a dictionary of lists would keep it"
        : null;

    private static bool IsGrouping(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IGrouping<,>);
}
