using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The task that has submitted another one while it ran. An object, because most tasks have none.</summary>
/// <param name="Key">The task.</param>
/// <param name="Attempt">The attempt that ran: when it is over, the sub-task is no longer wanted.</param>
public sealed record SubTaskParent(TaskKey Key, int Attempt)
{
    public void Write(BatchWriter writer)
    {
        writer.WriteGuid(Key.Submission);
        writer.WriteSigned(Key.Index);
        writer.WriteSigned(Attempt);
    }

    /// <summary>Reads the output of <see cref="Write"/>.</summary>
    /// <param name="reader">The input.</param>
    /// <param name="last">The parent read before: consecutive sub-tasks of one parent share an object.</param>
    public static SubTaskParent Read(ref BatchReader reader, SubTaskParent? last)
    {
        var parent = new SubTaskParent(new TaskKey(reader.ReadGuid(), reader.ReadInt32()), reader.ReadInt32());
        return parent == last ? last : parent;
    }
}
