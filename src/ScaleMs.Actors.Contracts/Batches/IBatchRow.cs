using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>The parts of a row that determine the size of its batch and the identity of its content.</summary>
public interface IBatchRow
{
    TaskKey Key { get; }

    int Attempt { get; }

    /// <summary>Bytes of its content, excluding the fixed-size columns.</summary>
    long Size { get; }
}
