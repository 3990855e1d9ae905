namespace ScaleMs.Actors.Node.Runs;

/// <summary>What <c>run</c> and <c>submit</c> do with their input.</summary>
internal interface IRun
{
    /// <summary>How many results there will be; null = not to be known.</summary>
    Task<long?> CountAsync(CancellationToken stop);

    /// <summary>Runs all of it and writes the results.</summary>
    /// <param name="interrupted">Ends the reading, and cancels what has been submitted.</param>
    /// <param name="abandoned">Ends also the waiting for that.</param>
    Task RunAsync(CancellationToken interrupted, CancellationToken abandoned);

    /// <summary>Submits all of it and returns when it is accepted.</summary>
    /// <param name="interrupted">Ends that; what was accepted goes on.</param>
    Task DetachAsync(CancellationToken interrupted);
}
