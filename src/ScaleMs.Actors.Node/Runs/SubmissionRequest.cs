using System.Collections.Immutable;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Parameters of a submission.</summary>
/// <param name="Id">Its id, new or of an earlier submission to resume.</param>
/// <param name="MaxRunning">Maximum number of its tasks running at the same time; 0 = no limit.</param>
/// <param name="Path">Directories where Python modules are looked up first.</param>
/// <param name="CancelPatience">Time to wait for the results of cancelled tasks.</param>
internal sealed record SubmissionRequest(Guid Id, int MaxRunning, ImmutableArray<string> Path, TimeSpan CancelPatience);
