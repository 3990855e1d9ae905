using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Ledger.Recovery;

/// <summary>The parts of a task's state, which several kinds of entries have.</summary>
internal static class JournalParts
{
    private const byte PayloadKindMask = 0x07;
    private const byte MayDeduplicateFlag = 0x80;
    private const byte RanksFlag = 0x40;
    private const byte ParentFlag = 0x10;
    private const byte ResourcesFlag = 0x08;

    public static void WriteSession(BatchWriter writer, ClientSession session)
    {
        writer.WriteGuid(session.Id);
        writer.WriteByte(session.IsAnonymous ? (byte)1 : (byte)0);
    }

    public static ClientSession ReadSession(ref BatchReader reader, LedgerRecovery ledger) => ledger.Session(reader.ReadGuid(), reader.ReadByte() != 0);

    public static void WriteSubmission(BatchWriter writer, Submission submission)
    {
        writer.WriteSigned(submission.MaxRunning);
        writer.WriteText(submission.TraceParent);
    }

    public static (int MaxRunning, string TraceParent) ReadSubmission(ref BatchReader reader, byte version) =>
        (reader.ReadInt32(), version > JournalVersion.WithoutNames ? reader.ReadText() : "");

    public static void WriteRow(BatchWriter writer, TaskEntry task, RuntimeNumbers.Writer runtimes, ResourceNumbers.Writer resources)
    {
        writer.WriteUid(task.Uid);
        writer.WriteSigned(task.Slots);
        writer.WriteSigned(task.Priority);
        writer.WriteSigned(task.TimeoutMilliseconds);
        writer.WriteByte((byte)((byte)task.Kind
            | (task.MayDeduplicate ? MayDeduplicateFlag : 0)
            | (task.Ranks > 1 ? RanksFlag : 0)
            | (task.Parent is null ? 0 : ParentFlag)
            | (task.Resources is null ? 0 : ResourcesFlag)));
        writer.WriteSigned(task.Fingerprint);
        runtimes.Write(task.Runtime);
        if (task.Ranks > 1)
        {
            writer.WriteSigned(task.Ranks);
        }

        task.Parent?.Write(writer);
        if (task.Resources is not null)
        {
            resources.Write(task.Resources);
        }

        WriteBytes(writer, task.Detail?.OptionsJson ?? default);
        WriteBytes(writer, task.Detail?.Original ?? task.Payload);
    }

    /// <summary>The reader of an entry's runtimes; null = the entry has none.</summary>
    public static RuntimeNumbers.Reader? RuntimesOf(byte version) => version > JournalVersion.WithoutRuntimes ? new RuntimeNumbers.Reader() : null;

    /// <summary>Reads a row.</summary>
    /// <param name="reader">The input.</param>
    /// <param name="key">Its key.</param>
    /// <param name="runtimes">See <see cref="RuntimesOf"/>.</param>
    /// <param name="resources">The reader of the entry's resources.</param>
    /// <param name="version">The entry's format.</param>
    /// <param name="last">The parent of the row before.</param>
    public static TaskRow ReadRow(ref BatchReader reader, TaskKey key, RuntimeNumbers.Reader? runtimes, ResourceNumbers.Reader resources, byte version, SubTaskParent? last)
    {
        var (uid, slots, priority, timeout, kind) = (reader.ReadUid(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSigned(), reader.ReadByte());
        var row = new TaskRow
        {
            Key = key,
            Uid = uid,
            Slots = slots,
            Priority = priority,
            TimeoutMilliseconds = timeout,
            Kind = (PayloadKind)(kind & PayloadKindMask),
            MayDeduplicate = (kind & MayDeduplicateFlag) != 0,
            Fingerprint = runtimes is null ? 0 : unchecked((uint)reader.ReadSigned()),
            Runtime = runtimes?.Read(ref reader),
            Ranks = (kind & RanksFlag) != 0 ? RankSpan.All(reader.ReadInt32()) : default,
            Parent = (kind & ParentFlag) != 0 ? SubTaskParent.Read(ref reader, last) : null,
            Resources = (kind & ResourcesFlag) != 0 ? resources.Read(ref reader) : null,
            Options = reader.ReadBytes(reader.ReadCount(1)),
            Payload = reader.ReadBytes(reader.ReadCount(1)),
        };
        return version > JournalVersion.WithoutRanks || slots == 1 ? row : row with { Ranks = RanksOf(row.Payload) };
    }

    /// <summary>The ranks as the task's description has them.</summary>
    private static RankSpan RanksOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return RankSpan.All(TaskDescription.Parse(payload.Span).Ranks);
        }
        catch (ProtocolException)
        {
            // It fails with that error where it runs.
            return default;
        }
    }

    public static void WriteEnd(BatchWriter writer, TaskEntry task)
    {
        writer.WriteSigned(task.Attempt);
        writer.WriteByte((byte)task.State);
        writer.WriteSigned(task.Phase.AssignedAt);
        writer.WriteSigned(task.Phase.StartedAt);
        writer.WriteSigned(task.Finished);
        writer.WriteText(task.Worker ?? "");
        WriteBytes(writer, task.Outcome);
    }

    public static void ReadEnd(ref BatchReader reader, TaskEntry? task, JournalCode.Reader codes, byte version)
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
            version > JournalVersion.WithoutErrorKinds ? outcome : UntypedOutcome.WithKind(state, outcome),
            code);
        task.Attempt = attempt;
        task.Phase = new TaskPhase.Ended(end, since: 0, assigned);
    }

    public static void WriteAttempt(BatchWriter writer, TaskEntry task)
    {
        writer.WriteSigned(task.Attempt);
        writer.WriteSigned(task.Detail?.Retries ?? 0);
        writer.WriteSigned(task.Detail?.Losses ?? 0);
        writer.WriteSigned(task.Detail?.AllLosses ?? 0);
        writer.WriteText(task.Detail?.LostWith ?? "");
    }

    public static void ReadAttempt(ref BatchReader reader, TaskEntry? task)
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

    public static void WriteEnding(BatchWriter writer, EndRequest ending)
    {
        writer.WriteByte((byte)ending.State);
        writer.WriteText(ending.Type.Name);
        writer.WriteText(ending.Reason);
    }

    public static void ReadEnding(ref BatchReader reader, TaskEntry? task)
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
}
