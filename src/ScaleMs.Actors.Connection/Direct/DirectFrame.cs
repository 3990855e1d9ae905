using System.Buffers.Binary;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Connection.Direct;

/// <summary>
/// A batch on a direct connection: the length of the rest (4 bytes, little-endian); the receiver's path, the sender's path (empty = none) and
/// the batch's manifest, each a text as in batches; then the batch.
/// </summary>
internal static class DirectFrame
{
    /// <summary>After that time a side that stands still in the middle of a frame is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of the length.</summary>
    public const int Prefix = 4;

    /// <summary>What a connection begins with: a name, a version, and the secret of the offer.</summary>
    public static byte[] Opening(Guid secret) => [.. "SCALEMS"u8, 1, .. secret.ToByteArray(bigEndian: true)];

    /// <summary>Formats a frame in pieces.</summary>
    /// <param name="to">Path of the receiver.</param>
    /// <param name="from">Path of the sender.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="payloads">Gets the bytes that follow those returned.</param>
    public static byte[] Format(string to, string from, IBatch batch, List<ReadOnlyMemory<byte>> payloads)
    {
        var start = BatchSerializer.ToPieces(batch, payloads);
        var writer = new BatchWriter(Prefix + to.Length + from.Length + start.Length + 16);
        writer.WriteBytes([0, 0, 0, 0]);
        writer.WriteText(to);
        writer.WriteText(from);
        writer.WriteText(BatchSerializer.ManifestOf(batch));
        writer.WriteBytes(start.Span);
        var frame = writer.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(frame, checked(frame.Length - Prefix + payloads.Sum(static payload => payload.Length)));
        return frame;
    }

    /// <summary>Hands the batch of a frame to its receiver, if that exists on this node.</summary>
    /// <param name="frame">Without its length. The batch keeps slices of it.</param>
    /// <param name="provider">Finds the actors.</param>
    /// <exception cref="ProtocolException">The frame contains no batch.</exception>
    public static void Deliver(ReadOnlyMemory<byte> frame, IActorRefProvider provider)
    {
        var reader = new BatchReader(frame);
        var (to, from, manifest) = (reader.ReadText(), reader.ReadText(), reader.ReadText());
        var batch = BatchSerializer.Read(reader.ReadRest(), manifest);
        var receiver = Resolve(to, provider);
        if (receiver is IActorRefScope { IsLocal: true })
        {
            receiver.Tell(batch, from.Length > 0 ? Resolve(from, provider) : ActorRefs.NoSender);
        }
    }

    private static IActorRef Resolve(string path, IActorRefProvider provider)
    {
        try
        {
            return provider.ResolveActorRef(path);
        }
        catch (FormatException error)
        {
            throw new ProtocolException($"'{path}' is not the path of an actor: {error.Message}", error);
        }
    }
}
