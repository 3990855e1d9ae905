using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Serialization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>
/// Binary form of the hot path's messages: a version byte, then one column after another, then all payloads as one blob. Reading
/// makes slices of the received bytes and copies no payload.
/// </summary>
public sealed class BatchSerializer : SerializerWithStringManifest
{
    private const byte FormatVersion = 3;

    /// <summary>Shares a byte with the payload's kind.</summary>
    private const byte MayJoinFlag = 0x80;

    // Smallest sizes, for bounding what a count may claim: a key is two bytes, an acknowledgement three, and so on.
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
        writer.Byte(FormatVersion);
        switch (obj)
        {
            case SubmitBatch submit:
                writer.Guid(submit.Session);
                writer.Guid(submit.Submission);
                writer.Byte(submit.Atomic ? (byte)1 : (byte)0);
                writer.Signed(submit.MaxRunning);
                WriteTasks(writer, submit.Tasks);
                break;
            case AcceptedBatch accepted:
                writer.Guid(accepted.Submission);
                writer.Signed(accepted.First);
                writer.Signed(accepted.Count);
                writer.Byte(accepted.Busy ? (byte)1 : (byte)0);
                writer.Count(accepted.Refused.Length);
                foreach (var refused in accepted.Refused)
                {
                    writer.Signed(refused.Index);
                    writer.Text(refused.Reason);
                }

                break;
            case AssignBatch assign:
                WriteTasks(writer, assign.Tasks);
                break;
            case CreditGrant grant:
                writer.Guid(grant.Node);
                writer.Signed(grant.Granted);
                writer.Signed(grant.Received);
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
        var version = reader.Byte();
        if (version != FormatVersion)
        {
            throw new ProtocolException($"the batch has format version {version}; this node reads version {FormatVersion}");
        }

        object batch = manifest switch
        {
            "S" => ReadSubmit(ref reader),
            "A" => ReadAccepted(ref reader),
            "W" => new AssignBatch(ReadTasks(ref reader)),
            "C" => new CreditGrant(reader.Guid(), reader.Signed(), reader.Signed()),
            "R" => new ResultBatch(ReadResults(ref reader)),
            "K" => new ResultAck(ReadAcks(ref reader)),
            _ => throw new ProtocolException($"no batch has the manifest '{manifest}'"),
        };
        reader.End();
        return batch;
    }

    private static SubmitBatch ReadSubmit(ref BatchReader reader)
    {
        var (session, submission) = (reader.Guid(), reader.Guid());
        var (atomic, maxRunning) = (reader.Byte() != 0, reader.Int32());
        return new SubmitBatch(session, submission, ReadTasks(ref reader)) { Atomic = atomic, MaxRunning = maxRunning };
    }

    private static AcceptedBatch ReadAccepted(ref BatchReader reader)
    {
        var (submission, first, count) = (reader.Guid(), reader.Int32(), reader.Int32());
        var busy = reader.Byte() != 0;
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
        writer.Count(tasks.Length);
        WriteKeys(writer, tasks, static task => task.Key);
        foreach (var task in tasks)
        {
            writer.Uid(task.Uid);
        }

        foreach (var task in tasks)
        {
            writer.Signed(task.Attempt);
            writer.Signed(task.Slots);
            writer.Signed(task.Priority);
            writer.Signed(task.TimeoutMilliseconds);
            writer.Byte((byte)((byte)task.Kind | (task.MayJoin ? MayJoinFlag : 0)));
        }

        WritePayloads(writer, tasks, static task => task.Options);
        WritePayloads(writer, tasks, static task => task.Payload);
    }

    private static ImmutableArray<TaskRow> ReadTasks(ref BatchReader reader)
    {
        var tasks = new TaskRow[reader.Count(MinimalTask)];
        var keys = ReadKeys(ref reader, tasks.Length);
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = new TaskRow { Key = keys[i], Uid = reader.Uid() };
        }

        for (var i = 0; i < tasks.Length; i++)
        {
            var (attempt, slots, priority, timeout) = (reader.Int32(), reader.Int32(), reader.Int32(), reader.Signed());
            var kind = reader.Byte();
            tasks[i] = tasks[i] with
            {
                Attempt = attempt,
                Slots = slots,
                Priority = priority,
                TimeoutMilliseconds = timeout,
                Kind = (PayloadKind)(kind & ~MayJoinFlag),
                MayJoin = (kind & MayJoinFlag) != 0,
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
        writer.Count(results.Length);
        WriteKeys(writer, results, static result => result.Key);
        long previous = 0;
        foreach (var result in results)
        {
            writer.Signed(result.Attempt);
            writer.Byte((byte)result.State);
            writer.Signed(result.FinishedMicroseconds - previous);
            writer.Signed(result.FinishedMicroseconds - result.StartedMicroseconds);
            previous = result.FinishedMicroseconds;
        }

        // All rows of a batch have their uid, or none.
        var named = results.Length > 0 && results[0].Uid is not null;
        writer.Byte(named ? (byte)1 : (byte)0);
        foreach (var result in named ? results : [])
        {
            writer.Uid(result.Uid ?? throw new ProtocolException("some results of a batch have a uid, others have none"));
        }

        WriteCode(writer, results);
        WritePayloads(writer, results, static result => result.Payload);
    }

    private static ImmutableArray<ResultRow> ReadResults(ref BatchReader reader)
    {
        var results = new ResultRow[reader.Count(MinimalResult)];
        var keys = ReadKeys(ref reader, results.Length);
        long previous = 0;
        for (var i = 0; i < results.Length; i++)
        {
            var attempt = reader.Int32();
            var state = (TaskState)reader.Byte();
            if (!state.IsFinal() || state > TaskState.Canceled)
            {
                throw new ProtocolException($"{(byte)state} is not a final task state");
            }

            var finished = unchecked(previous + reader.Signed());
            results[i] = new ResultRow
            {
                Key = keys[i],
                Attempt = attempt,
                State = state,
                FinishedMicroseconds = finished,
                StartedMicroseconds = unchecked(finished - reader.Signed()),
            };
            previous = finished;
        }

        var named = reader.Byte() != 0;
        for (var i = 0; named && i < results.Length; i++)
        {
            results[i] = results[i] with { Uid = reader.Uid() };
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
    /// How many rows in turn have one code, and that code: where it first appears as it is, and by its number from then on; 0 = none.
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

            writer.Count(end - i);
            i = end;
            var number = code is null ? 0 : known.IndexOf(code) + 1;
            writer.Count(code is not null && number == 0 ? known.Count + 1 : number);
            if (code is not null && number == 0)
            {
                writer.Text(code.Module);
                writer.Text(code.Version);
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
            var (rows, number) = (reader.Unsigned(), reader.Unsigned());
            if (rows == 0 || rows > (ulong)(count - i) || number > (ulong)known.Count + 1)
            {
                throw new ProtocolException("the results of the batch name code or rows that the batch does not have");
            }

            if (number == (ulong)known.Count + 1)
            {
                known.Add(new CodeIdentity(reader.Text(), reader.Text()));
            }

            code.AsSpan(i, (int)rows).Fill(number == 0 ? null : known[(int)number - 1]);
            i += (int)rows;
        }

        return code;
    }

    private static void WriteAcks(BatchWriter writer, ImmutableArray<AckRow> acks)
    {
        writer.Count(acks.Length);
        WriteKeys(writer, acks, static ack => ack.Key);
        foreach (var ack in acks)
        {
            writer.Signed(ack.Attempt);
        }
    }

    private static ImmutableArray<AckRow> ReadAcks(ref BatchReader reader)
    {
        var acks = new AckRow[reader.Count(MinimalAck)];
        var keys = ReadKeys(ref reader, acks.Length);
        for (var i = 0; i < acks.Length; i++)
        {
            acks[i] = new AckRow(keys[i], reader.Int32());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(acks);
    }

    private static ImmutableArray<RefusedRow> ReadRefusals(ref BatchReader reader)
    {
        var refused = new RefusedRow[reader.Count(MinimalRefusal)];
        for (var i = 0; i < refused.Length; i++)
        {
            refused[i] = new RefusedRow(reader.Int32(), reader.Text());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(refused);
    }

    /// <summary>A submission is written where it first appears and by its number from then on; indices as differences.</summary>
    private static void WriteKeys<T>(BatchWriter writer, ImmutableArray<T> rows, Func<T, TaskKey> key)
    {
        var submissions = new List<Guid>(1);
        var previous = 0;
        foreach (var row in rows)
        {
            var (submission, index) = key(row);
            var number = submissions.Count > 0 && submissions[^1] == submission ? submissions.Count - 1 : submissions.IndexOf(submission);
            writer.Count(number + 1);
            if (number < 0)
            {
                writer.Guid(submission);
                submissions.Add(submission);
            }

            writer.Signed((long)index - previous);
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
            var number = reader.Unsigned();
            if (number == 0)
            {
                submissions.Add(reader.Guid());
                number = (ulong)submissions.Count;
            }

            if (number > (ulong)submissions.Count)
            {
                throw new ProtocolException("a task in the batch names a submission that the batch does not have");
            }

            previous += reader.Signed();
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
            writer.Count(payload(row).Length);
        }

        foreach (var row in rows)
        {
            writer.Bytes(payload(row).Span);
        }
    }

    private static ReadOnlyMemory<byte>[] ReadPayloads(ref BatchReader reader, int count)
    {
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = reader.Count(1);
        }

        var payloads = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            payloads[i] = reader.Bytes(lengths[i]);
        }

        return payloads;
    }
}
