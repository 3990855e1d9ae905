using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>What a session's results of one submission go to.</summary>
internal interface IResultSink
{
    /// <summary>The submission.</summary>
    Guid Id { get; }

    /// <summary>True where results are waited for of tasks that the master has accepted from this client.</summary>
    bool WaitsForAccepted { get; }

    /// <summary>A task is final; false when that is known already.</summary>
    bool Ended(in ResultRow row);

    /// <summary>There will be no more results.</summary>
    void Fail(ScaleMsException error);
}
