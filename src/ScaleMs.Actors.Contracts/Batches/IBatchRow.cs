using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>A row, as far as the size of batches and the identity of its content depend on it.</summary>
public interface IBatchRow
{
    TaskKey Key { get; }

    int Attempt { get; }

    /// <summary>Bytes of its content, without the columns of fixed size.</summary>
    long Size { get; }
}
