using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;

namespace ScaleMs.Actors.Contracts.Serialization;

/// <summary>
/// An actor as its full path, <c>akka.tcp://system@host:port/user/name#uid</c>, which any language can read and send back. The
/// receiver resolves it to a reference; text that is not an actor path is refused.
/// </summary>
/// <param name="system">The receiver, or the sender.</param>
internal sealed class ActorRefJsonConverter(ExtendedActorSystem system) : JsonConverter<IActorRef>
{
    private static readonly string[] Schemes = ["akka", "akka.tcp", "akka.ssl.tcp"];

    public override IActorRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Refused(reader.TokenType.ToString());
        if (!ActorPath.TryParse(text, out var path) || !Schemes.Contains(path.Address.Protocol))
        {
            throw Refused($"'{text}'");
        }

        // Within one system an address has neither host nor port; otherwise it has both.
        return (path.Address.Protocol == Schemes[0]) == path.Address.HasLocalScope
            ? system.Provider.ResolveActorRef(text)
            : throw Refused($"'{text}'");
    }

    public override void Write(Utf8JsonWriter writer, IActorRef value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Akka.Serialization.Serialization.SerializedActorPath(value));

    private static ProtocolException Refused(string found) =>
        new($"{found} is not the path of an actor; one such as akka.tcp://scalems@10.0.0.1:4053/user/master is expected, with the scheme {string.Join(", ", Schemes)}");
}
