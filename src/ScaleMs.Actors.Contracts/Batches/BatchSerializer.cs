using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Serialization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>
/// Binary form of the hot path's messages: a version byte, the columns one after another, then all payloads as one blob. Reading
/// slices the received bytes and copies no payload.
/// </summary>
public sealed class BatchSerializer : SerializerWithStringManifest
{
    private const byte FormatVersion = 3;

    /// <summary>Shares a byte with the payload's kind.</summary>
    private const byte MayDeduplicateFlag = 0x80;

    // Minimum sizes, which bound the counts accepted from the wire: a key is two bytes, an acknowledgement three, and so on.
    private const int MinimalKey = 2;
    private const int MinimalAck = MinimalKey + 1;
    private const int MinimalTask = MinimalKey + 9;
    private const int MinimalResult = MinimalKey + 5;
    private const int MinimalRefusal = 2;

    public BatchSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Above 100: Akka.NET reserves 0 to 100.</summary>
    public override int Identifier => 711;

    public override string Manifest(object o) => o switch
    {
        SubmitBatch => "S",
        AcceptedBatch => "A",
        AssignBatch => "W",
        CreditGrant => "C",
        ResultBatch => "R",
        ResultAck => "K",
        _ => throw new ProtocolException($"{o.GetType().FullName} is not a batch"),
    };

    public override byte[] ToBinary(object obj)
    {
        var writer = new BatchWriter(SizeHint(obj));
        writer.WriteByte(FormatVersion);
        switch (obj)
        {
            case SubmitBatch submit:
                writer.WriteGuid(submit.Session);
                writer.WriteGuid(submit.Submission);
                writer.WriteByte(submit.Atomic ? (byte)1 : (byte)0);
                writer.WriteSigned(submit.MaxRunning);
                WriteTasks(writer, submit.Tasks);
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
                WriteTasks(writer, assign.Tasks);
                break;
            case CreditGrant grant:
                writer.WriteGuid(grant.RegistrationId);
                writer.WriteSigned(grant.Granted);
                writer.WriteSigned(grant.Received);
                break;
            case ResultBatch results:
                WriteResults(writer, results.Results);
                break;
            case ResultAck ack:
                WriteAcks(writer, ack.Results);
                break;
            default:
                throw new ProtocolException($"{obj.GetType().FullName} is not a batch");
        }

        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new BatchReader(bytes);
        var version = reader.ReadByte();
        if (version != FormatVersion)
        {
            throw new ProtocolException($"the batch has format version {version}; this node reads version {FormatVersion}");
        }

        object batch = manifest switch
        {
            "S" => ReadSubmit(ref reader),
            "A" => ReadAccepted(ref reader),
            "W" => new AssignBatch(ReadTasks(ref reader)),
            "C" => new CreditGrant(reader.ReadGuid(), reader.ReadSigned(), reader.ReadSigned()),
            "R" => new ResultBatch(ReadResults(ref reader)),
            "K" => new ResultAck(ReadAcks(ref reader)),
            _ => throw new ProtocolException($"no batch has the manifest '{manifest}'"),
        };
        reader.End();
        return batch;
    }

    private static SubmitBatch ReadSubmit(ref BatchReader reader)
    {
        var (session, submission) = (reader.ReadGuid(), reader.ReadGuid());
        var (atomic, maxRunning) = (reader.ReadByte() != 0, reader.ReadInt32());
        return new SubmitBatch(session, submission, ReadTasks(ref reader)) { Atomic = atomic, MaxRunning = maxRunning };
    }

    private static AcceptedBatch ReadAccepted(ref BatchReader reader)
    {
        var (submission, first, count) = (reader.ReadGuid(), reader.ReadInt32(), reader.ReadInt32());
        var busy = reader.ReadByte() != 0;
        return new AcceptedBatch(submission, first, count, ReadRefusals(ref reader)) { Busy = busy };
    }

    private static int SizeHint(object batch) => batch switch
    {
        SubmitBatch submit => 64 + submit.Tasks.Sum(static task => 64 + task.Payload.Length + task.Options.Length),
        AssignBatch assign => 64 + assign.Tasks.Sum(static task => 64 + task.Payload.Length),
        ResultBatch results => 64 + results.Results.Sum(static result => 32 + result.Payload.Length),
        _ => 256,
    };

    private static void WriteTasks(BatchWriter writer, ImmutableArray<TaskRow> tasks)
    {
        writer.WriteCount(tasks.Length);
        WriteKeys(writer, tasks, static task => task.Key);
        foreach (var task in tasks)
        {
            writer.WriteUid(task.Uid);
        }

        foreach (var task in tasks)
        {
            writer.WriteSigned(task.Attempt);
            writer.WriteSigned(task.Slots);
            writer.WriteSigned(task.Priority);
            writer.WriteSigned(task.TimeoutMilliseconds);
            writer.WriteByte((byte)((byte)task.Kind | (task.MayDeduplicate ? MayDeduplicateFlag : 0)));
        }

        WritePayloads(writer, tasks, static task => task.Options);
        WritePayloads(writer, tasks, static task => task.Payload);
    }

    private static ImmutableArray<TaskRow> ReadTasks(ref BatchReader reader)
    {
        var tasks = new TaskRow[reader.ReadCount(MinimalTask)];
        var keys = ReadKeys(ref reader, tasks.Length);
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = new TaskRow { Key = keys[i], Uid = reader.ReadUid() };
        }

        for (var i = 0; i < tasks.Length; i++)
        {
            var (attempt, slots, priority, timeout) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSigned());
            var kind = reader.ReadByte();
            tasks[i] = tasks[i] with
            {
                Attempt = attempt,
                Slots = slots,
                Priority = priority,
                TimeoutMilliseconds = timeout,
                Kind = (PayloadKind)(kind & ~MayDeduplicateFlag),
                MayDeduplicate = (kind & MayDeduplicateFlag) != 0,
            };
        }

        var options = ReadPayloads(ref reader, tasks.Length);
        var payloads = ReadPayloads(ref reader, tasks.Length);
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = tasks[i] with { Options = options[i], Payload = payloads[i] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tasks);
    }

    private static void WriteResults(BatchWriter writer, ImmutableArray<ResultRow> results)
    {
        writer.WriteCount(results.Length);
        WriteKeys(writer, results, static result => result.Key);
        long previous = 0;
        foreach (var result in results)
        {
            writer.WriteSigned(result.Attempt);
            writer.WriteByte((byte)result.State);
            writer.WriteSigned(result.FinishedMicroseconds - previous);
            writer.WriteSigned(result.FinishedMicroseconds - result.StartedMicroseconds);
            previous = result.FinishedMicroseconds;
        }

        // Either all rows of a batch have a uid or none has.
        var named = results.Length > 0 && results[0].Uid is not null;
        writer.WriteByte(named ? (byte)1 : (byte)0);
        foreach (var result in named ? results : [])
        {
            writer.WriteUid(result.Uid ?? throw new ProtocolException("some results of a batch have a uid, others have none"));
        }

        WriteCode(writer, results);
        WritePayloads(writer, results, static result => result.Payload);
    }

    private static ImmutableArray<ResultRow> ReadResults(ref BatchReader reader)
    {
        var results = new ResultRow[reader.ReadCount(MinimalResult)];
        var keys = ReadKeys(ref reader, results.Length);
        long previous = 0;
        for (var i = 0; i < results.Length; i++)
        {
            var attempt = reader.ReadInt32();
            var state = (TaskState)reader.ReadByte();
            if (!state.IsFinal() || state > TaskState.Canceled)
            {
                throw new ProtocolException($"{(byte)state} is not a final task state");
            }

            var finished = unchecked(previous + reader.ReadSigned());
            results[i] = new ResultRow
            {
                Key = keys[i],
                Attempt = attempt,
                State = state,
                FinishedMicroseconds = finished,
                StartedMicroseconds = unchecked(finished - reader.ReadSigned()),
            };
            previous = finished;
        }

        var named = reader.ReadByte() != 0;
        for (var i = 0; named && i < results.Length; i++)
        {
            results[i] = results[i] with { Uid = reader.ReadUid() };
        }

        var code = ReadCode(ref reader, results.Length);
        var payloads = ReadPayloads(ref reader, results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = results[i] with { Code = code[i], Payload = payloads[i] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    /// <summary>
    /// Run-length encoding: the number of consecutive rows with the same code, then the code: in full where it first appears, by its number
    /// after that; 0 = none.
    /// </summary>
    private static void WriteCode(BatchWriter writer, ImmutableArray<ResultRow> results)
    {
        var known = new List<CodeIdentity>(1);
        for (var i = 0; i < results.Length;)
        {
            var code = results[i].Code;
            var end = i + 1;
            while (end < results.Length && results[end].Code == code)
            {
                end++;
            }

            writer.WriteCount(end - i);
            i = end;
            var number = code is null ? 0 : known.IndexOf(code) + 1;
            writer.WriteCount(code is not null && number == 0 ? known.Count + 1 : number);
            if (code is not null && number == 0)
            {
                writer.WriteText(code.Module);
                writer.WriteText(code.Version);
                known.Add(code);
            }
        }
    }

    private static CodeIdentity?[] ReadCode(ref BatchReader reader, int count)
    {
        var code = new CodeIdentity?[count];
        var known = new List<CodeIdentity>(1);
        for (var i = 0; i < count;)
        {
            var (rows, number) = (reader.ReadUnsigned(), reader.ReadUnsigned());
            if (rows == 0 || rows > (ulong)(count - i) || number > (ulong)known.Count + 1)
            {
                throw new ProtocolException("the results of the batch name code or rows that the batch does not have");
            }

            if (number == (ulong)known.Count + 1)
            {
                known.Add(new CodeIdentity(reader.ReadText(), reader.ReadText()));
            }

            code.AsSpan(i, (int)rows).Fill(number == 0 ? null : known[(int)number - 1]);
            i += (int)rows;
        }

        return code;
    }

    private static void WriteAcks(BatchWriter writer, ImmutableArray<AckRow> acks)
    {
        writer.WriteCount(acks.Length);
        WriteKeys(writer, acks, static ack => ack.Key);
        foreach (var ack in acks)
        {
            writer.WriteSigned(ack.Attempt);
        }
    }

    private static ImmutableArray<AckRow> ReadAcks(ref BatchReader reader)
    {
        var acks = new AckRow[reader.ReadCount(MinimalAck)];
        var keys = ReadKeys(ref reader, acks.Length);
        for (var i = 0; i < acks.Length; i++)
        {
            acks[i] = new AckRow(keys[i], reader.ReadInt32());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(acks);
    }

    private static ImmutableArray<RefusedRow> ReadRefusals(ref BatchReader reader)
    {
        var refused = new RefusedRow[reader.ReadCount(MinimalRefusal)];
        for (var i = 0; i < refused.Length; i++)
        {
            refused[i] = new RefusedRow(reader.ReadInt32(), reader.ReadText());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(refused);
    }

    /// <summary>A submission is written in full where it first appears, by its number after that; indices are written as differences.</summary>
    private static void WriteKeys<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, TaskKey> key)
    {
        var submissions = new List<Guid>(1);
        var previous = 0;
        foreach (var row in rows)
        {
            var (submission, index) = key(row);
            var number = submissions.Count > 0 && submissions[^1] == submission ? submissions.Count - 1 : submissions.IndexOf(submission);
            writer.WriteCount(number + 1);
            if (number < 0)
            {
                writer.WriteGuid(submission);
                submissions.Add(submission);
            }

            writer.WriteSigned((long)index - previous);
            previous = index;
        }
    }

    private static TaskKey[] ReadKeys(ref BatchReader reader, int count)
    {
        var keys = new TaskKey[count];
        var submissions = new List<Guid>(1);
        long previous = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var number = reader.ReadUnsigned();
            if (number == 0)
            {
                submissions.Add(reader.ReadGuid());
                number = (ulong)submissions.Count;
            }

            if (number > (ulong)submissions.Count)
            {
                throw new ProtocolException("a task in the batch names a submission that the batch does not have");
            }

            previous += reader.ReadSigned();
            if (previous is < 0 or > int.MaxValue)
            {
                throw new ProtocolException($"{previous} is not an index of a task");
            }

            keys[i] = new TaskKey(submissions[(int)number - 1], (int)previous);
        }

        return keys;
    }

    private static void WritePayloads<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, ReadOnlyMemory<byte>> payload)
    {
        foreach (var row in rows)
        {
            writer.WriteCount(payload(row).Length);
        }

        foreach (var row in rows)
        {
            writer.WriteBytes(payload(row).Span);
        }
    }

    private static ReadOnlyMemory<byte>[] ReadPayloads(ref BatchReader reader, int count)
    {
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = reader.ReadCount(1);
        }

        var payloads = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            payloads[i] = reader.ReadBytes(lengths[i]);
        }

        return payloads;
    }
}
