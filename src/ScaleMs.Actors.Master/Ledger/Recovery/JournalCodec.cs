using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>Binary form of the journal's entries. Facts only: the ledger's own rules derive what follows from them.</summary>
internal static class JournalCodec
{
    private const byte Version = 3;

    /// <summary>The last format in which results had no code.</summary>
    private const byte VersionWithoutCode = 1;

    /// <summary>The last format in which an error was only a text.</summary>
    private const byte VersionWithoutErrorKinds = 2;

    private const byte PayloadKindMask = 0x7F;
    private const byte MayDeduplicateFlag = 0x80;

    public static byte[] Accepted(List<TaskEntry> tasks, long now)
    {
        var writer = Begin(tasks.Count, tasks.Sum(static task => 64 + task.Payload.Length + (task.Detail?.OptionsJson.Length ?? 0)));
        writer.WriteSigned(now);
        WriteSession(writer, tasks[0].Session);
        var keys = new JournalKeys.Writer(writer);
        foreach (var task in tasks)
        {
            keys.Write(task.Key);
            WriteRow(writer, task);
        }

        return writer.ToArray();
    }

    public static byte[] Ended(List<TaskEntry> tasks)
    {
        var writer = Begin(tasks.Count, tasks.Sum(static task => 32 + task.Outcome.Length));
        var keys = new JournalKeys.Writer(writer);
        var code = new JournalCode.Writer(writer);
        foreach (var task in tasks)
        {
            keys.Write(task.Key);
            WriteEnd(writer, task);
            code.Write(task.Code);
        }

        return writer.ToArray();
    }

    public static byte[] Retried(List<TaskEntry> tasks)
    {
        var writer = Begin(tasks.Count, 64 * tasks.Count);
        var keys = new JournalKeys.Writer(writer);
        foreach (var task in tasks)
        {
            keys.Write(task.Key);
            WriteAttempt(writer, task);
        }

        return writer.ToArray();
    }

    public static byte[] ToEnd(List<TaskEntry> tasks)
    {
        var writer = Begin(tasks.Count, 64 * tasks.Count);
        var keys = new JournalKeys.Writer(writer);
        foreach (var task in tasks)
        {
            keys.Write(task.Key);
            WriteEnding(writer, task.Ending!);
        }

        return writer.ToArray();
    }

    public static byte[] Delivered(List<TaskKey> tasks)
    {
        var writer = Begin(tasks.Count, 8 * tasks.Count);
        var keys = new JournalKeys.Writer(writer);
        tasks.ForEach(keys.Write);
        return writer.ToArray();
    }

    public static byte[] Moved(List<TaskEntry> tasks)
    {
        var writer = Begin(tasks.Count, 8 * tasks.Count);
        WriteSession(writer, tasks[0].Session);
        var keys = new JournalKeys.Writer(writer);
        tasks.ForEach(task => keys.Write(task.Key));
        return writer.ToArray();
    }

    public static byte[] Closed(List<Guid> sessions)
    {
        var writer = Begin(sessions.Count, 16 * sessions.Count);
        sessions.ForEach(writer.WriteGuid);
        return writer.ToArray();
    }

    public static byte[] Capped(List<Submission> submissions)
    {
        var writer = Begin(submissions.Count, 24 * submissions.Count);
        foreach (var submission in submissions)
        {
            writer.WriteGuid(submission.Id);
            writer.WriteSigned(submission.MaxRunning);
        }

        return writer.ToArray();
    }

    public static byte[] Workers(IReadOnlyCollection<string> names)
    {
        var writer = Begin(names.Count, 32 * names.Count);
        foreach (var name in names)
        {
            writer.WriteText(name);
        }

        return writer.ToArray();
    }

    public static byte[] Snapshot(IReadOnlyList<(TaskEntry Task, int MaxRunning)> tasks)
    {
        var writer = Begin(tasks.Count, tasks.Sum(static entry => 160 + entry.Task.Payload.Length + entry.Task.Outcome.Length));
        var keys = new JournalKeys.Writer(writer);
        var code = new JournalCode.Writer(writer);
        foreach (var (task, maxRunning) in tasks)
        {
            keys.Write(task.Key);
            WriteSession(writer, task.Session);
            writer.WriteByte(task.Session.Closed ? (byte)1 : (byte)0);
            writer.WriteSigned(maxRunning);
            writer.WriteSigned(task.Submitted);
            WriteRow(writer, task);
            WriteAttempt(writer, task);
            writer.WriteByte(task.Ending is null ? (byte)0 : (byte)1);
            if (task.Ending is { } ending)
            {
                WriteEnding(writer, ending);
            }

            writer.WriteByte(task.Delivered ? (byte)1 : (byte)0);
            writer.WriteByte(task.IsFinal ? (byte)1 : (byte)0);
            if (task.IsFinal)
            {
                WriteEnd(writer, task);
                code.Write(task.Code);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Applies an entry to the ledger.</summary>
    /// <returns>The tasks whose record the entry holds, for <see cref="JournalKind.Accepted"/> and <see cref="JournalKind.Snapshot"/>.</returns>
    /// <exception cref="ProtocolException">The entry cannot be read.</exception>
    public static TaskEntry[] Apply(byte kind, ReadOnlyMemory<byte> data, LedgerRecovery ledger)
    {
        var reader = new BatchReader(data);
        var version = reader.ReadByte();
        if (version is < VersionWithoutCode or > Version)
        {
            throw new ProtocolException($"an entry has format version {version}; this master reads the versions {VersionWithoutCode} to {Version}");
        }

        var code = new JournalCode.Reader(ledger.Codes, isThere: version > VersionWithoutCode);

        var count = reader.ReadCount(1);
        var tasks = Array.Empty<TaskEntry>();
        switch ((JournalKind)kind)
        {
            case JournalKind.Accepted:
                tasks = ReadAccepted(ref reader, count, ledger);
                break;
            case JournalKind.Snapshot:
                tasks = ReadSnapshot(ref reader, count, ledger, code, version);
                break;
            case JournalKind.Ended:
                ForEach(ref reader, count, ledger, (ref BatchReader input, TaskEntry? task) => ReadEnd(ref input, task, code, version));
                break;
            case JournalKind.Retried:
                ForEach(ref reader, count, ledger, ReadAttempt);
                break;
            case JournalKind.ToEnd:
                ForEach(ref reader, count, ledger, ReadEnding);
                break;
            case JournalKind.Delivered:
                ForEach(ref reader, count, ledger, static (ref BatchReader _, TaskEntry? task) => task?.Delivery = DeliveryState.Delivered);
                break;
            case JournalKind.Moved:
                var session = ReadSession(ref reader, ledger);
                ForEach(ref reader, count, ledger, (ref BatchReader _, TaskEntry? task) =>
                {
                    task?.Session = session;
                    task?.Delivery = DeliveryState.Pending;
                });
                break;
            case JournalKind.Closed:
                for (var i = 0; i < count; i++)
                {
                    ledger.Session(reader.ReadGuid(), isAnonymous: false).Closed = true;
                }

                break;
            case JournalKind.Capped:
                for (var i = 0; i < count; i++)
                {
                    ledger.Limit(reader.ReadGuid(), reader.ReadInt32());
                }

                break;
            case JournalKind.Workers:
                ledger.WorkersBefore = [.. ReadTexts(ref reader, count)];
                break;
            default:
                throw new ProtocolException($"an entry is of kind {kind}, which this master does not know");
        }

        reader.End();
        return tasks;
    }

    private delegate void ReadInto(ref BatchReader reader, TaskEntry? task);

    private static void ForEach(ref BatchReader reader, int count, LedgerRecovery ledger, ReadInto read)
    {
        var keys = default(JournalKeys.Reader);
        for (var i = 0; i < count; i++)
        {
            read(ref reader, ledger.Find(keys.Read(ref reader)));
        }
    }

    private static TaskEntry[] ReadAccepted(ref BatchReader reader, int count, LedgerRecovery ledger)
    {
        var tasks = new TaskEntry[count];
        var now = reader.ReadSigned();
        var session = ReadSession(ref reader, ledger);
        var keys = default(JournalKeys.Reader);
        for (var i = 0; i < count; i++)
        {
            tasks[i] = ledger.Recover(ReadRow(ref reader, keys.Read(ref reader)), session, now);
        }

        return tasks;
    }

    private static TaskEntry[] ReadSnapshot(ref BatchReader reader, int count, LedgerRecovery ledger, JournalCode.Reader code, byte version)
    {
        var tasks = new TaskEntry[count];
        var keys = default(JournalKeys.Reader);
        for (var i = 0; i < count; i++)
        {
            var key = keys.Read(ref reader);
            var session = ReadSession(ref reader, ledger);
            session.Closed |= reader.ReadByte() != 0;
            var maxRunning = reader.ReadInt32();
            var submitted = reader.ReadSigned();
            var task = ledger.Recover(ReadRow(ref reader, key), session, submitted);
            ledger.Limit(key.Submission, maxRunning);
            ReadAttempt(ref reader, task);
            if (reader.ReadByte() != 0)
            {
                ReadEnding(ref reader, task);
            }

            task.Delivery = reader.ReadByte() == 0 ? DeliveryState.Pending : DeliveryState.Delivered;
            if (reader.ReadByte() != 0)
            {
                ReadEnd(ref reader, task, code, version);
            }

            tasks[i] = task;
        }

        return tasks;
    }

    private static void WriteSession(BatchWriter writer, ClientSession session)
    {
        writer.WriteGuid(session.Id);
        writer.WriteByte(session.IsAnonymous ? (byte)1 : (byte)0);
    }

    private static ClientSession ReadSession(ref BatchReader reader, LedgerRecovery ledger) => ledger.Session(reader.ReadGuid(), reader.ReadByte() != 0);

    private static void WriteRow(BatchWriter writer, TaskEntry task)
    {
        writer.WriteUid(task.Uid);
        writer.WriteSigned(task.Slots);
        writer.WriteSigned(task.Priority);
        writer.WriteSigned(task.TimeoutMilliseconds);
        writer.WriteByte((byte)((byte)task.Kind | (task.MayDeduplicate ? MayDeduplicateFlag : 0)));
        WriteBytes(writer, task.Detail?.OptionsJson ?? default);
        WriteBytes(writer, task.Detail?.Original ?? task.Payload);
    }

    private static TaskRow ReadRow(ref BatchReader reader, TaskKey key)
    {
        var (uid, slots, priority, timeout, kind) = (reader.ReadUid(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSigned(), reader.ReadByte());
        return new TaskRow
        {
            Key = key,
            Uid = uid,
            Slots = slots,
            Priority = priority,
            TimeoutMilliseconds = timeout,
            Kind = (PayloadKind)(kind & PayloadKindMask),
            MayDeduplicate = (kind & MayDeduplicateFlag) != 0,
            Options = reader.ReadBytes(reader.ReadCount(1)),
            Payload = reader.ReadBytes(reader.ReadCount(1)),
        };
    }

    private static void WriteEnd(BatchWriter writer, TaskEntry task)
    {
        writer.WriteSigned(task.Attempt);
        writer.WriteByte((byte)task.State);
        writer.WriteSigned(task.Phase.AssignedAt);
        writer.WriteSigned(task.Phase.StartedAt);
        writer.WriteSigned(task.Finished);
        writer.WriteText(task.Worker ?? "");
        WriteBytes(writer, task.Outcome);
    }

    private static void ReadEnd(ref BatchReader reader, TaskEntry? task, JournalCode.Reader codes, byte version)
    {
        var (attempt, state, assigned, started, finished, worker) =
            (reader.ReadInt32(), (TaskState)reader.ReadByte(), reader.ReadSigned(), reader.ReadSigned(), reader.ReadSigned(), reader.ReadText());
        var outcome = reader.ReadBytes(reader.ReadCount(1));
        var code = codes.Read(ref reader);
        if (task is null)
        {
            // Evicted, or rewritten in full by a later snapshot.
            return;
        }

        if (!state.IsFinal())
        {
            throw new ProtocolException($"a task ended {state}, which is not final");
        }

        var end = new TaskEnd(
            state,
            started,
            finished,
            worker.Length == 0 ? null : string.Intern(worker),
            version > VersionWithoutErrorKinds ? outcome : UntypedOutcome.WithKind(state, outcome),
            code);
        task.Attempt = attempt;
        task.Phase = new TaskPhase.Ended(end, since: 0, assigned);
    }

    private static void WriteAttempt(BatchWriter writer, TaskEntry task)
    {
        writer.WriteSigned(task.Attempt);
        writer.WriteSigned(task.Detail?.Retries ?? 0);
        writer.WriteSigned(task.Detail?.Losses ?? 0);
        writer.WriteSigned(task.Detail?.AllLosses ?? 0);
        writer.WriteText(task.Detail?.LostWith ?? "");
    }

    private static void ReadAttempt(ref BatchReader reader, TaskEntry? task)
    {
        var (attempt, retries, losses, allLosses, lostWith) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadText());
        if (task is null || attempt == 1)
        {
            return;
        }

        task.Attempt = attempt;
        var detail = task.GetDetail();
        (detail.Retries, detail.Losses, detail.AllLosses) = (retries, losses, allLosses);
        detail.LostWith = lostWith.Length == 0 ? null : lostWith;
    }

    private static void WriteEnding(BatchWriter writer, EndRequest ending)
    {
        writer.WriteByte((byte)ending.State);
        writer.WriteText(ending.Type.Name);
        writer.WriteText(ending.Reason);
    }

    private static void ReadEnding(ref BatchReader reader, TaskEntry? task)
    {
        var state = (TaskState)reader.ReadByte();
        _ = reader.ReadText(); // The name of the error, which follows from the state.
        var ending = new EndRequest(state, reader.ReadText());
        task?.Ending = ending;
    }

    private static void WriteBytes(BatchWriter writer, ReadOnlyMemory<byte> bytes)
    {
        writer.WriteCount(bytes.Length);
        writer.WriteBytes(bytes.Span);
    }

    private static List<string> ReadTexts(ref BatchReader reader, int count)
    {
        var texts = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            texts.Add(reader.ReadText());
        }

        return texts;
    }

    private static BatchWriter Begin(int count, int sizeHint)
    {
        var writer = new BatchWriter(sizeHint + 64);
        writer.WriteByte(Version);
        writer.WriteCount(count);
        return writer;
    }
}
