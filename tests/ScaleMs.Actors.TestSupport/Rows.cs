using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.TestSupport;

/// <summary>Rows for tests.</summary>
public static class Rows
{
    public static readonly Guid Submission = Guid.Parse("0198c2a0-0000-7000-8000-000000000001");

    public static TaskKey Key(int index) => new(Submission, index);

    public static TaskRow Task(int index, int slots = 1, int priority = 0, string? uid = null, TaskRuntime? runtime = null) => new()
    {
        Key = Key(index),
        Uid = uid is null ? WorkItem.Create("m", "f", index).Uid() : TaskUid.Parse(uid),
        Slots = slots,
        Priority = priority,
        Runtime = runtime,
        Payload = WorkItem.Create("m", "f", index).ToUtf8Json(),
    };

    public static ResultRow Result(int index, int attempt = 1, TaskState state = TaskState.Done, byte[]? payload = null) =>
        Result(Key(index), attempt, state, payload);

    public static ResultRow Result(TaskKey key, int attempt = 1, TaskState state = TaskState.Done, byte[]? payload = null) => new()
    {
        Key = key,
        Attempt = attempt,
        State = state,
        StartedMicroseconds = 1_000,
        FinishedMicroseconds = 2_000,
        Payload = payload,
    };
}
