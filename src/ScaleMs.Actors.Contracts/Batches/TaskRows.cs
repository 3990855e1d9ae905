using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The columns of the rows of <see cref="SubmitBatch"/> and <see cref="AssignBatch"/>.</summary>
internal static class TaskRows
{
    /// <summary>Bytes of the smallest row: uid 2, six numbers, runtime, lengths of options and payload.</summary>
    private const int Minimal = RowColumns.MinimalKey + 11;

    /// <summary>Shares a byte with the payload's kind.</summary>
    private const byte MayDeduplicateFlag = 0x80;

    public static void Write(BatchWriter writer, ImmutableArray<TaskRow> tasks)
    {
        writer.WriteCount(tasks.Length);
        RowColumns.WriteKeys(writer, tasks, static task => task.Key);
        foreach (var task in tasks)
        {
            writer.WriteUid(task.Uid);
        }

        var runtimes = new RuntimeNumbers.Writer(writer);
        foreach (var task in tasks)
        {
            writer.WriteSigned(task.Attempt);
            writer.WriteSigned(task.Slots);
            writer.WriteSigned(task.Priority);
            writer.WriteSigned(task.TimeoutMilliseconds);
            writer.WriteByte((byte)((byte)task.Kind | (task.MayDeduplicate ? MayDeduplicateFlag : 0)));
            writer.WriteSigned(task.Fingerprint);
            runtimes.Write(task.Runtime);
        }

        RowColumns.WritePayloads(writer, tasks, static task => task.Options);
        RowColumns.WritePayloads(writer, tasks, static task => task.Payload);
    }

    public static ImmutableArray<TaskRow> Read(ref BatchReader reader)
    {
        var tasks = new TaskRow[reader.ReadCount(Minimal)];
        var keys = RowColumns.ReadKeys(ref reader, tasks.Length);
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = new TaskRow { Key = keys[i], Uid = reader.ReadUid() };
        }

        var runtimes = new RuntimeNumbers.Reader();
        for (var i = 0; i < tasks.Length; i++)
        {
            var (attempt, slots, priority, timeout) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSigned());
            var (kind, fingerprint) = (reader.ReadByte(), unchecked((uint)reader.ReadSigned()));
            tasks[i] = tasks[i] with
            {
                Attempt = attempt,
                Slots = slots,
                Priority = priority,
                TimeoutMilliseconds = timeout,
                Kind = (PayloadKind)(kind & ~MayDeduplicateFlag),
                MayDeduplicate = (kind & MayDeduplicateFlag) != 0,
                Fingerprint = fingerprint,
                Runtime = runtimes.Read(ref reader),
            };
        }

        var options = RowColumns.ReadPayloads(ref reader, tasks.Length);
        var payloads = RowColumns.ReadPayloads(ref reader, tasks.Length);
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = tasks[i] with { Options = options[i], Payload = payloads[i] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tasks);
    }
}
