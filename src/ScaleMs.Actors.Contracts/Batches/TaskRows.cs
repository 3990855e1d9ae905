using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The columns of the rows of <see cref="SubmitBatch"/> and <see cref="AssignBatch"/>.</summary>
internal static class TaskRows
{
    /// <summary>Bytes of the smallest row: uid 2, six numbers, runtime, lengths of options and payload.</summary>
    private const int Minimal = RowColumns.MinimalKey + 11;

    // These share a byte with the payload's kind.
    private const byte MayDeduplicateFlag = 0x80;
    private const byte RanksFlag = 0x40;
    private const byte PlacesFlag = 0x20;
    private const byte ParentFlag = 0x10;
    private const byte ResourcesFlag = 0x08;
    private const byte KindMask = 0x07;

    /// <summary>Bytes of the smallest place: two numbers, two texts.</summary>
    private const int MinimalPlace = 4;

    public static void Write(BatchWriter writer, ImmutableArray<TaskRow> tasks)
    {
        writer.WriteCount(tasks.Length);
        RowColumns.WriteKeys(writer, tasks, static task => task.Key);
        foreach (var task in tasks)
        {
            writer.WriteUid(task.Uid);
        }

        var runtimes = new RuntimeNumbers.Writer(writer);
        var resources = new ResourceNumbers.Writer(writer);
        foreach (var task in tasks)
        {
            writer.WriteSigned(task.Attempt);
            writer.WriteSigned(task.Slots);
            writer.WriteSigned(task.Priority);
            writer.WriteSigned(task.TimeoutMilliseconds);
            writer.WriteByte((byte)((byte)task.Kind
                | (task.MayDeduplicate ? MayDeduplicateFlag : 0)
                | (task.Ranks.AreSeveral ? RanksFlag : 0)
                | (task.Places.IsDefaultOrEmpty ? 0 : PlacesFlag)
                | (task.Parent is null ? 0 : ParentFlag)
                | (task.Resources is null ? 0 : ResourcesFlag)));
            writer.WriteSigned(task.Fingerprint);
            runtimes.Write(task.Runtime);
            WriteRanks(writer, task);
            task.Parent?.Write(writer);
            WriteResources(writer, task, resources);
        }

        RowColumns.WriteOptions(writer, tasks, static task => task.Options);
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
        var resources = new ResourceNumbers.Reader();
        SubTaskParent? parent = null;
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
                Kind = (PayloadKind)(kind & KindMask),
                MayDeduplicate = (kind & MayDeduplicateFlag) != 0,
                Fingerprint = fingerprint,
                Runtime = runtimes.Read(ref reader),
                Ranks = (kind & RanksFlag) != 0 ? new RankSpan(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()) : default,
                Places = (kind & PlacesFlag) != 0 ? ReadPlaces(ref reader) : default,
                Parent = (kind & ParentFlag) != 0 ? parent = SubTaskParent.Read(ref reader, parent) : null,
                Resources = (kind & ResourcesFlag) != 0 ? resources.Read(ref reader) : null,
            };
            if (tasks[i].Resources is { Gpus: > 0 })
            {
                tasks[i] = tasks[i] with { Gpus = ReadGpus(ref reader) };
            }
        }

        var options = RowColumns.ReadPayloads(ref reader, tasks.Length);
        var payloads = RowColumns.ReadPayloads(ref reader, tasks.Length);
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = tasks[i] with { Options = options[i], Payload = payloads[i] };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tasks);
    }

    private static void WriteRanks(BatchWriter writer, in TaskRow task)
    {
        if (task.Ranks.AreSeveral)
        {
            writer.WriteSigned(task.Ranks.First);
            writer.WriteSigned(task.Ranks.Count);
            writer.WriteSigned(task.Ranks.Size);
        }

        if (!task.Places.IsDefaultOrEmpty)
        {
            writer.WriteCount(task.Places.Length);
            foreach (var place in task.Places)
            {
                writer.WriteSigned(place.First);
                writer.WriteSigned(place.Count);
                writer.WriteText(place.Worker);
                writer.WriteText(place.Host);
            }
        }
    }

    private static void WriteResources(BatchWriter writer, in TaskRow task, ResourceNumbers.Writer resources)
    {
        if (task.Resources is null)
        {
            return;
        }

        resources.Write(task.Resources);
        if (task.Resources.Gpus > 0)
        {
            writer.WriteCount(task.Gpus.IsDefault ? 0 : task.Gpus.Length);
            foreach (var gpu in task.Gpus.IsDefault ? [] : task.Gpus)
            {
                writer.WriteCount(gpu);
            }
        }
    }

    private static ImmutableArray<int> ReadGpus(ref BatchReader reader)
    {
        var gpus = new int[reader.ReadCount(1)];
        for (var i = 0; i < gpus.Length; i++)
        {
            gpus[i] = reader.ReadUnsigned() is <= int.MaxValue and var gpu ? (int)gpu : throw new ProtocolException("a task has a GPU with a number that is too high");
        }

        return gpus.Length == 0 ? default : ImmutableCollectionsMarshal.AsImmutableArray(gpus);
    }

    private static ImmutableArray<RankPlace> ReadPlaces(ref BatchReader reader)
    {
        var places = new RankPlace[reader.ReadCount(MinimalPlace)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = new RankPlace(reader.ReadInt32(), reader.ReadInt32(), reader.ReadText(), reader.ReadText());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(places);
    }
}
