using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>Binary form of the journal's entries. Facts only: the ledger's own rules derive what follows from them.</summary>
internal static class JournalCodec
{
    public static byte[] Accepted(List<TaskEntry> tasks, long now)
    {
        var writer = Begin(tasks.Count, tasks.Sum(static task => 64 + task.Payload.Length + (task.Detail?.OptionsJson.Length ?? 0)));
        writer.WriteSigned(now);
        JournalParts.WriteSession(writer, tasks[0].Session);
        var keys = new JournalKeys.Writer(writer);
        var runtimes = new RuntimeNumbers.Writer(writer);
        var resources = new ResourceNumbers.Writer(writer);
        foreach (var task in tasks)
        {
            keys.Write(task.Key);
            JournalParts.WriteRow(writer, task, runtimes, resources);
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
            JournalParts.WriteEnd(writer, task);
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
            JournalParts.WriteAttempt(writer, task);
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
            JournalParts.WriteEnding(writer, task.Ending!);
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
        JournalParts.WriteSession(writer, tasks[0].Session);
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

    public static byte[] Submissions(List<Submission> submissions)
    {
        var writer = Begin(submissions.Count, 80 * submissions.Count);
        foreach (var submission in submissions)
        {
            writer.WriteGuid(submission.Id);
            JournalParts.WriteSubmission(writer, submission);
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

    public static byte[] Launches(LaunchRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, ContractsJson.Info<LaunchRecord>());
        var writer = Begin(1, json.Length + 16);
        writer.WriteCount(json.Length);
        writer.WriteBytes(json);
        return writer.ToArray();
    }

    public static byte[] Snapshot(IReadOnlyList<(TaskEntry Task, Submission Submission)> tasks)
    {
        var writer = Begin(tasks.Count, tasks.Sum(static entry => 160 + entry.Task.Payload.Length + entry.Task.Outcome.Length));
        var keys = new JournalKeys.Writer(writer);
        var runtimes = new RuntimeNumbers.Writer(writer);
        var resources = new ResourceNumbers.Writer(writer);
        var code = new JournalCode.Writer(writer);
        foreach (var (task, submission) in tasks)
        {
            keys.Write(task.Key);
            JournalParts.WriteSession(writer, task.Session);
            writer.WriteByte(task.Session.Closed ? (byte)1 : (byte)0);
            JournalParts.WriteSubmission(writer, submission);
            writer.WriteSigned(task.Submitted);
            JournalParts.WriteRow(writer, task, runtimes, resources);
            JournalParts.WriteAttempt(writer, task);
            writer.WriteByte(task.Ending is null ? (byte)0 : (byte)1);
            if (task.Ending is { } ending)
            {
                JournalParts.WriteEnding(writer, ending);
            }

            writer.WriteByte(task.Delivered ? (byte)1 : (byte)0);
            writer.WriteByte(task.IsFinal ? (byte)1 : (byte)0);
            if (task.IsFinal)
            {
                JournalParts.WriteEnd(writer, task);
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
        if (version is < JournalVersion.First or > JournalVersion.Current)
        {
            throw new ProtocolException($"an entry has format version {version}; this master reads the versions {JournalVersion.First} to {JournalVersion.Current}");
        }

        var code = new JournalCode.Reader(ledger.Codes, isThere: version > JournalVersion.WithoutCode);
        var count = reader.ReadCount(1);
        var tasks = Array.Empty<TaskEntry>();
        switch ((JournalKind)kind)
        {
            case JournalKind.Accepted:
                tasks = ReadAccepted(ref reader, count, ledger, version);
                break;
            case JournalKind.Snapshot:
                tasks = ReadSnapshot(ref reader, count, ledger, code, version);
                break;
            case JournalKind.Ended:
                ForEach(ref reader, count, ledger, (ref BatchReader input, TaskEntry? task) => JournalParts.ReadEnd(ref input, task, code, version));
                break;
            case JournalKind.Retried:
                ForEach(ref reader, count, ledger, JournalParts.ReadAttempt);
                break;
            case JournalKind.ToEnd:
                ForEach(ref reader, count, ledger, JournalParts.ReadEnding);
                break;
            case JournalKind.Delivered:
                ForEach(ref reader, count, ledger, static (ref BatchReader _, TaskEntry? task) => task?.Delivery = DeliveryState.Delivered);
                break;
            case JournalKind.Moved:
                var session = JournalParts.ReadSession(ref reader, ledger);
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
            case JournalKind.Submissions:
                for (var i = 0; i < count; i++)
                {
                    var id = reader.ReadGuid();
                    ledger.Note(id, JournalParts.ReadSubmission(ref reader, version));
                }

                break;
            case JournalKind.Launches:
                ledger.LaunchesBefore = ContractsJson.Read(reader.ReadBytes(reader.ReadCount(1)).Span, ContractsJson.Info<LaunchRecord>(), "a list of launches");
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

    private static TaskEntry[] ReadAccepted(ref BatchReader reader, int count, LedgerRecovery ledger, byte version)
    {
        var tasks = new TaskEntry[count];
        var now = reader.ReadSigned();
        var session = JournalParts.ReadSession(ref reader, ledger);

        // A worker that was lost and came back has opened its session again.
        session.Closed = session.IsAnonymous;
        var keys = default(JournalKeys.Reader);
        var runtimes = JournalParts.RuntimesOf(version);
        var resources = new ResourceNumbers.Reader();
        SubTaskParent? parent = null;
        for (var i = 0; i < count; i++)
        {
            tasks[i] = ledger.Recover(JournalParts.ReadRow(ref reader, keys.Read(ref reader), runtimes, resources, version, parent), session, now);
            parent = tasks[i].Parent;
        }

        return tasks;
    }

    private static TaskEntry[] ReadSnapshot(ref BatchReader reader, int count, LedgerRecovery ledger, JournalCode.Reader code, byte version)
    {
        var tasks = new TaskEntry[count];
        var keys = default(JournalKeys.Reader);
        var runtimes = JournalParts.RuntimesOf(version);
        var resources = new ResourceNumbers.Reader();
        SubTaskParent? parent = null;
        for (var i = 0; i < count; i++)
        {
            var key = keys.Read(ref reader);
            var session = JournalParts.ReadSession(ref reader, ledger);
            session.Closed = reader.ReadByte() != 0 || session.IsAnonymous;
            var noted = JournalParts.ReadSubmission(ref reader, version);
            var submitted = reader.ReadSigned();
            var task = ledger.Recover(JournalParts.ReadRow(ref reader, key, runtimes, resources, version, parent), session, submitted);
            parent = task.Parent;
            ledger.Note(key.Submission, noted);
            JournalParts.ReadAttempt(ref reader, task);
            if (reader.ReadByte() != 0)
            {
                JournalParts.ReadEnding(ref reader, task);
            }

            task.Delivery = reader.ReadByte() == 0 ? DeliveryState.Pending : DeliveryState.Delivered;
            if (reader.ReadByte() != 0)
            {
                JournalParts.ReadEnd(ref reader, task, code, version);
            }

            tasks[i] = task;
        }

        return tasks;
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
        writer.WriteByte(JournalVersion.Current);
        writer.WriteCount(count);
        return writer;
    }
}
