using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Submissions;

/// <summary>
/// Builds the rows of a submission and resolves names: rows refer to tasks of the same submission by index, and a task's uid is computed
/// from the uids of its inputs, so that equal graphs have equal uids.
/// </summary>
/// <param name="submission">Its id.</param>
public sealed class SubmissionRows(Guid submission)
{
    private readonly Dictionary<string, (int Index, TaskUid Uid)> _names = new(StringComparer.Ordinal);
    private readonly RowRuntimes _runtimes = new();
    private TaskResources? _resources;

    /// <summary>The row of a single task, without names of other tasks.</summary>
    public static TaskRow One(TaskInput task, TaskKey key) => new SubmissionRows(key.Submission).Add(key.Index, task);

    /// <summary>The next row.</summary>
    /// <param name="index">Its index in the submission.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="ProtocolException">The name is taken, the scheduling is invalid, or the task cannot be written as JSON.</exception>
    public TaskRow Add(int index, TaskInput task)
    {
        if (task.Scheduling.Problem() is { } problem)
        {
            throw new ProtocolException(problem);
        }

        var row = RowOf(new TaskKey(submission, index), task);
        if (task.Scheduling.Name is { } name && !_names.TryAdd(name, (index, row.Uid)))
        {
            throw new ProtocolException($"the name '{name}' belongs to an earlier task of this submission");
        }

        return row;
    }

    private TaskRow RowOf(TaskKey key, TaskInput task)
    {
        try
        {
            return task.Content is WorkItem item ? OfItem(key, item, task) : OfDescription(key, (TaskDescription)task.Content, task.Path);
        }
        catch (JsonException error)
        {
            // A document built by a program may be nested deeper than the reader allows.
            throw new ProtocolException($"its JSON cannot be read again: {error.Message}", error);
        }
    }

    private TaskRow OfItem(TaskKey key, WorkItem item, in TaskInput input)
    {
        var scheduling = input.Scheduling;
        var json = item.ToUtf8Json();
        var identity = scheduling.DependsOn.IsEmpty ? json : WithDependencies(json, scheduling.DependsOn);
        var row = new TaskRow { Key = key, Uid = default, Slots = 1, Kind = PayloadKind.WorkItem, Runtime = _runtimes.Of(item, input.Path), Resources = Shared(TaskResources.Of(scheduling)), Payload = json };
        row = Resolved(row, identity, scheduling, mayJoin: true);

        // A document with names of other tasks has another text for the uid.
        return row.Fingerprint == 0 ? row with { Fingerprint = item.Fingerprint() } : row;
    }

    private TaskRow OfDescription(TaskKey key, TaskDescription task, ImmutableArray<string> path)
    {
        var json = task.WithoutScheduling().ToUtf8Json();
        var row = new TaskRow
        {
            Key = key,
            Uid = default,
            Slots = task.Slots,
            Ranks = RankSpan.All(task.Ranks),
            Priority = task.Priority,
            TimeoutMilliseconds = TaskOptions.Milliseconds(task.Timeout),
            Kind = PayloadKind.Description,
            Runtime = _runtimes.Of(task, path),
            Resources = Shared(TaskResources.Of(task)),
            Payload = json,
        };
        row = Resolved(row, task.DependsOn.IsEmpty ? json : WithDependencies(json, task.DependsOn), task.Scheduling, mayJoin: !TaskMode.IsProgram(task.Mode) && !TaskMode.CarriesCode(task.Mode));
        return string.IsNullOrEmpty(task.Uid) ? row : row with { Uid = TaskUid.Parse(task.Uid), MayDeduplicate = false };
    }

    /// <summary>Consecutive tasks with equal resources share one object.</summary>
    private TaskResources? Shared(TaskResources? resources) =>
        resources is null ? null : resources == _resources ? _resources : _resources = resources;

    private TaskRow Resolved(TaskRow row, ReadOnlyMemory<byte> identity, TaskScheduling scheduling, bool mayJoin)
    {
        // A task that may not be deduplicated gets a uid of its own.
        var fresh = scheduling.Fresh ?? !mayJoin;
        if (ReferenceEquals(scheduling, TaskScheduling.Default) && !JsonReferences.MayHave(row.Payload.Span))
        {
            uint fingerprint = 0;
            var own = row.Kind == PayloadKind.WorkItem ? TaskUid.OfCanonicalJson(identity, out fingerprint) : TaskUid.OfCanonicalJson(identity);
            return row with { Uid = Numbered(own, row.Key, fresh), MayDeduplicate = !fresh, Fingerprint = fingerprint };
        }

        var references = JsonReferences.In(row.Payload.Span);
        var uid = TaskUid.OfCanonicalJson(references.Count > 0 ? JsonReferences.Rename(identity.Span, UidOf) : identity);
        var after = scheduling.DependsOn.Concat(references).Select(Place).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return row with
        {
            Uid = Numbered(uid, row.Key, fresh),
            MayDeduplicate = !fresh,
            Options = TaskOptions.Of(scheduling, after, references.Count > 0).ToUtf8Json(),
            Payload = references.Count > 0 ? JsonReferences.Rename(row.Payload.Span, Place) : row.Payload,
        };
    }

    private byte[] WithDependencies(ReadOnlySpan<byte> json, ImmutableArray<string> dependencies)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        item["depends_on"] = new JsonArray([.. dependencies.Select(name => (JsonNode)UidOf(name))]);
        return System.Text.Encoding.UTF8.GetBytes(item.ToJsonString());
    }

    private string UidOf(string reference) => _names.TryGetValue(reference, out var named) ? named.Uid.ToString() : reference;

    /// <summary>A reference that names no earlier task is treated as a uid, which the master knows or refuses.</summary>
    private string Place(string reference) => _names.TryGetValue(reference, out var named) ? TaskOptions.Reference(named.Index) : reference;

    private static TaskUid Numbered(TaskUid uid, TaskKey key, bool fresh) => fresh ? uid.Fresh(FreshNumber(key)) : uid;

    /// <summary>The same every time this task of this submission is sent; different for any other task.</summary>
    private static long FreshNumber(TaskKey key)
    {
        const long Digits15 = 1_000_000_000_000_000;
        Span<byte> input = stackalloc byte[20];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = key.Submission.TryWriteBytes(input);
        BinaryPrimitives.WriteInt32LittleEndian(input[16..], key.Index);
        SHA256.HashData(input, hash);
        return (long)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % Digits15);
    }
}
