using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Serialization;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>
/// Binary form of the hot path's messages: a version byte, the columns one after another, then all payloads as one blob. Reading
/// slices the received bytes and copies no payload.
/// </summary>
public sealed class BatchSerializer : SerializerWithStringManifest
{
    private const byte FormatVersion = 5;

    // Minimum sizes, which bound the counts accepted from the wire.
    private const int MinimalAck = RowColumns.MinimalKey + 1;
    private const int MinimalRefusal = 2;

    public BatchSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Above 100: Akka.NET reserves 0 to 100.</summary>
    public override int Identifier => 711;

    public override string Manifest(object o) => ManifestOf(o);

    /// <inheritdoc cref="Manifest"/>
    public static string ManifestOf(object o) => o switch
    {
        SubmitBatch => "S",
        AcceptedBatch => "A",
        AssignBatch => "W",
        CreditGrant => "C",
        ResultBatch => "R",
        ResultAck => "K",
        RankMessage => "P",
        _ => throw new ProtocolException($"{o.GetType().FullName} is not a batch"),
    };

    public override byte[] ToBinary(object obj)
    {
        var writer = new BatchWriter(SizeHint(obj));
        Write(writer, obj);
        return writer.ToArray();
    }

    /// <summary>As <see cref="ToBinary"/>, in pieces: the payloads are not copied.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="payloads">Gets the bytes that follow those returned, in this order.</param>
    public static ReadOnlyMemory<byte> ToPieces(IBatch batch, List<ReadOnlyMemory<byte>> payloads)
    {
        var writer = new BatchWriter(payloads);
        Write(writer, batch);
        return writer.Written;
    }

    private static void Write(BatchWriter writer, object obj)
    {
        writer.WriteByte(FormatVersion);
        switch (obj)
        {
            case SubmitBatch submit:
                writer.WriteGuid(submit.Session);
                writer.WriteGuid(submit.Submission);
                writer.WriteByte(submit.Atomic ? (byte)1 : (byte)0);
                writer.WriteSigned(submit.MaxRunning);
                writer.WriteText(submit.TraceParent);
                TaskRows.Write(writer, submit.Tasks);
                break;
            case AcceptedBatch accepted:
                writer.WriteGuid(accepted.Submission);
                writer.WriteSigned(accepted.First);
                writer.WriteSigned(accepted.Count);
                writer.WriteByte(accepted.Busy ? (byte)1 : (byte)0);
                writer.WriteCount(accepted.Refused.Length);
                foreach (var refused in accepted.Refused)
                {
                    writer.WriteSigned(refused.Index);
                    writer.WriteText(refused.Reason);
                }

                break;
            case AssignBatch assign:
                TaskRows.Write(writer, assign.Tasks);
                break;
            case CreditGrant grant:
                writer.WriteGuid(grant.RegistrationId);
                writer.WriteSigned(grant.Granted);
                writer.WriteSigned(grant.Received);
                writer.WriteByte(grant.SubTasksOnly ? (byte)1 : (byte)0);
                writer.WriteSigned(grant.Waiting);
                break;
            case ResultBatch results:
                ResultRows.Write(writer, results.Results);
                break;
            case ResultAck ack:
                WriteAcks(writer, ack.Results);
                break;
            case RankMessage packet:
                WriteAcks(writer, [packet.Task]);
                writer.WriteSigned(packet.Number);
                writer.WriteSigned(packet.From);
                writer.WriteSigned(packet.To);
                writer.WriteCount(packet.Content.Length);
                writer.WriteLast(packet.Content);
                break;
            default:
                throw new ProtocolException($"{obj.GetType().FullName} is not a batch");
        }
    }

    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest);

    /// <summary>Reads a batch, whose payloads are slices of the bytes.</summary>
    /// <exception cref="ProtocolException">The bytes are not such a batch.</exception>
    public static IBatch Read(ReadOnlyMemory<byte> bytes, string manifest)
    {
        var reader = new BatchReader(bytes);
        var version = reader.ReadByte();
        if (version != FormatVersion)
        {
            throw new ProtocolException($"the batch has format version {version}; this node reads version {FormatVersion}");
        }

        IBatch batch = manifest switch
        {
            "S" => ReadSubmit(ref reader),
            "A" => ReadAccepted(ref reader),
            "W" => new AssignBatch(TaskRows.Read(ref reader)),
            "C" => new CreditGrant(reader.ReadGuid(), reader.ReadSigned(), reader.ReadSigned()) { SubTasksOnly = reader.ReadByte() != 0, Waiting = reader.ReadInt32() },
            "R" => new ResultBatch(ResultRows.Read(ref reader)),
            "K" => new ResultAck(ReadAcks(ref reader)),
            "P" => new RankMessage(ReadTask(ref reader), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBytes(reader.ReadCount(1))),
            _ => throw new ProtocolException($"no batch has the manifest '{manifest}'"),
        };
        reader.End();
        return batch;
    }

    private static SubmitBatch ReadSubmit(ref BatchReader reader)
    {
        var (session, submission) = (reader.ReadGuid(), reader.ReadGuid());
        var (atomic, maxRunning, trace) = (reader.ReadByte() != 0, reader.ReadInt32(), reader.ReadText());
        return new SubmitBatch(session, submission, TaskRows.Read(ref reader)) { Atomic = atomic, MaxRunning = maxRunning, TraceParent = trace };
    }

    private static AcceptedBatch ReadAccepted(ref BatchReader reader)
    {
        var (submission, first, count) = (reader.ReadGuid(), reader.ReadInt32(), reader.ReadInt32());
        var busy = reader.ReadByte() != 0;
        return new AcceptedBatch(submission, first, count, ReadRefusals(ref reader)) { Busy = busy };
    }

    private static int SizeHint(object batch) => batch switch
    {
        SubmitBatch submit => 128 + submit.Tasks.Sum(static task => 64 + task.Payload.Length + task.Options.Length),
        AssignBatch assign => 64 + assign.Tasks.Sum(static task => 64 + task.Payload.Length),
        ResultBatch results => 64 + results.Results.Sum(static result => 32 + result.Payload.Length),
        RankMessage packet => 64 + packet.Content.Length,
        _ => 256,
    };

    private static void WriteAcks(BatchWriter writer, ImmutableArray<AckRow> acks)
    {
        writer.WriteCount(acks.Length);
        RowColumns.WriteKeys(writer, acks, static ack => ack.Key);
        foreach (var ack in acks)
        {
            writer.WriteSigned(ack.Attempt);
        }
    }

    private static ImmutableArray<AckRow> ReadAcks(ref BatchReader reader)
    {
        var acks = new AckRow[reader.ReadCount(MinimalAck)];
        var keys = RowColumns.ReadKeys(ref reader, acks.Length);
        for (var i = 0; i < acks.Length; i++)
        {
            acks[i] = new AckRow(keys[i], reader.ReadInt32());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(acks);
    }

    private static AckRow ReadTask(ref BatchReader reader) =>
        ReadAcks(ref reader) is [var task] ? task : throw new ProtocolException("a packet of a rank is not of one task");

    private static ImmutableArray<RefusedRow> ReadRefusals(ref BatchReader reader)
    {
        var refused = new RefusedRow[reader.ReadCount(MinimalRefusal)];
        for (var i = 0; i < refused.Length; i++)
        {
            refused[i] = new RefusedRow(reader.ReadInt32(), reader.ReadText());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(refused);
    }
}
