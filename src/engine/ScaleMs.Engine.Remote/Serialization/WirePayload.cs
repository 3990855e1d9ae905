using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Serialization;

/// <summary>A message inside a message: serializer, manifest, bytes.</summary>
internal static class WirePayload
{
    public static void Write(OutputBuffer output, ExtendedActorSystem system, object? message)
    {
        var serializer = system.Serialization.FindSerializerFor(message);
        var payload = serializer.ToBinary(message!);
        output.WriteSignedVarint(serializer.Identifier);
        output.WriteString(Akka.Serialization.Serialization.ManifestFor(serializer, message!));
        output.WriteVarint((ulong)payload.Length);
        output.Write(payload);
    }

    public static object Read(ref WireReader input, ExtendedActorSystem system)
    {
        var serializerId = input.ReadInt32();
        var manifest = input.ReadString();
        var payload = input.ReadBytes(input.ReadLength()).ToArray();
        return system.Serialization.Deserialize(payload, serializerId, manifest);
    }

    public static void WriteRef(OutputBuffer output, IActorRef? actor) =>
        output.WriteString(actor is null ? string.Empty : Akka.Serialization.Serialization.SerializedActorPath(actor));

    /// <summary>Null where no ref was written.</summary>
    public static IActorRef? ReadRef(ref WireReader input, ExtendedActorSystem system)
    {
        var path = input.ReadString();
        return path.Length == 0 ? null : system.Provider.ResolveActorRef(path);
    }

    /// <summary>Runs <paramref name="write"/> into a pooled buffer.</summary>
    public static byte[] Build<TState>(TState state, Action<OutputBuffer, TState> write)
    {
        using var output = new OutputBuffer(256);
        write(output, state);
        return output.WrittenSpan.ToArray();
    }
}
