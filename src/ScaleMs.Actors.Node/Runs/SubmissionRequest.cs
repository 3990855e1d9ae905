namespace ScaleMs.Actors.Node.Runs;

/// <summary>How an input is submitted.</summary>
/// <param name="Id">Its id, new or of an earlier one that is taken up again.</param>
/// <param name="MaxRunning">Tasks of it that run at one time; 0 = any number.</param>
/// <param name="CancelPatience">How long the results of cancelled tasks are waited for.</param>
internal sealed record SubmissionRequest(Guid Id, int MaxRunning, TimeSpan CancelPatience);
