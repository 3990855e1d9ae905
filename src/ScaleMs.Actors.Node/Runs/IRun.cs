namespace ScaleMs.Actors.Node.Runs;

/// <summary>Processing of the input of <c>run</c> and <c>submit</c>.</summary>
internal interface IRun
{
    /// <summary>Number of expected results; null = unknown.</summary>
    Task<long?> CountAsync(CancellationToken stop);

    /// <summary>Runs all tasks and writes the results.</summary>
    /// <param name="interrupted">Stops reading and cancels the submitted tasks.</param>
    /// <param name="abandoned">Also stops waiting for the cancelled tasks.</param>
    Task RunAsync(CancellationToken interrupted, CancellationToken abandoned);

    /// <summary>Submits all tasks and returns when they are accepted.</summary>
    /// <param name="interrupted">Stops submitting; accepted tasks keep running.</param>
    Task DetachAsync(CancellationToken interrupted);
}
