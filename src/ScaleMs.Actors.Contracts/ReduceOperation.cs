namespace ScaleMs.Actors.Contracts;

/// <summary>How <see cref="ICommunicator.AllReduceAsync{T}(Memory{T}, ReduceOperation, CancellationToken)"/> combines numbers.</summary>
public enum ReduceOperation
{
    /// <summary>The sum. Integers wrap around.</summary>
    Sum,

    /// <summary>The product. Integers wrap around.</summary>
    Product,

    /// <summary>The smallest number; NaN if one of them is NaN.</summary>
    Min,

    /// <summary>The largest number; NaN if one of them is NaN.</summary>
    Max,
}
