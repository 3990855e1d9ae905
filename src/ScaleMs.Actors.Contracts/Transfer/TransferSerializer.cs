using Akka.Actor;
using Akka.Serialization;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>Binary form of the messages of transfers: a version byte, then the fields. Reading copies no content.</summary>
public sealed class TransferSerializer : SerializerWithStringManifest
{
    private const byte FormatVersion = 1;

    // Bytes of a chunk or a piece besides its content: version, id or key, two numbers, a short manifest.
    private const int PartOverhead = 96;

    public TransferSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Above 100: Akka.NET reserves 0 to 100.</summary>
    public override int Identifier => 714;

    public override string Manifest(object o) => o switch
    {
        BatchChunk => "P",
        ChunkCredit => "C",
        DirectRequest => "Q",
        DirectOffer => "O",
        ReadFile => "R",
        FilePiece => "F",
        FileMissing => "M",
        _ => throw NotOurs(o),
    };

    public override byte[] ToBinary(object obj)
    {
        var length = obj switch
        {
            BatchChunk chunk => chunk.Bytes.Length,
            FilePiece piece => piece.Bytes.Length,
            _ => 0,
        };
        var writer = new BatchWriter(PartOverhead + length);
        writer.WriteByte(FormatVersion);
        switch (obj)
        {
            case BatchChunk part:
                writer.WriteGuid(part.Transfer);
                writer.WriteSigned(part.Index);
                writer.WriteSigned(part.Size);
                writer.WriteText(part.Manifest);
                writer.WriteCount(part.Bytes.Length);
                writer.WriteBytes(part.Bytes.Span);
                break;
            case ChunkCredit credit:
                writer.WriteGuid(credit.Transfer);
                writer.WriteSigned(credit.Received);
                break;
            case DirectRequest:
                break;
            case DirectOffer offer:
                writer.WriteSigned(offer.Port);
                writer.WriteGuid(offer.Secret);
                break;
            case ReadFile read:
                writer.WriteText(read.Key);
                writer.WriteSigned(read.Offset);
                writer.WriteSigned(read.Length);
                break;
            case FilePiece piece:
                writer.WriteText(piece.Key);
                writer.WriteSigned(piece.Offset);
                writer.WriteCount(piece.Bytes.Length);
                writer.WriteBytes(piece.Bytes.Span);
                break;
            case FileMissing missing:
                writer.WriteText(missing.Key);
                writer.WriteText(missing.Reason);
                break;
            default:
                throw NotOurs(obj);
        }

        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new BatchReader(bytes);
        var version = reader.ReadByte();
        if (version != FormatVersion)
        {
            throw new ProtocolException($"the part of a batch has format version {version}; this node reads version {FormatVersion}");
        }

        ITransferMessage message = manifest switch
        {
            "P" => new BatchChunk(reader.ReadGuid(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadText(), reader.ReadBytes(reader.ReadCount(1))),
            "C" => new ChunkCredit(reader.ReadGuid(), reader.ReadInt32()),
            "Q" => DirectRequest.Instance,
            "O" => new DirectOffer(reader.ReadInt32(), reader.ReadGuid()),
            "R" => new ReadFile(reader.ReadText(), reader.ReadSigned(), reader.ReadInt32()),
            "F" => new FilePiece(reader.ReadText(), reader.ReadSigned(), reader.ReadBytes(reader.ReadCount(1))),
            "M" => new FileMissing(reader.ReadText(), reader.ReadText()),
            _ => throw new ProtocolException($"no message of a transfer has the manifest '{manifest}'"),
        };
        reader.End();
        return message is BatchChunk { IsSound: false } part
            ? throw new ProtocolException($"part {part.Index} with {part.Bytes.Length} of {part.Size} bytes is not part of a batch")
            : message;
    }

    private static ProtocolException NotOurs(object obj) => new($"{obj.GetType().FullName} is not a message of a transfer");
}
