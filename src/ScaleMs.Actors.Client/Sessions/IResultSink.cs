using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>Receives the results of one submission from the session.</summary>
internal interface IResultSink
{
    /// <summary>The submission.</summary>
    Guid Id { get; }

    /// <summary>True if results of tasks accepted from this client are outstanding.</summary>
    bool WaitsForAccepted { get; }

    /// <summary>Records that a task is final; false = already recorded.</summary>
    bool Ended(in ResultRow row);

    /// <summary>Ends the results with an error.</summary>
    void Fail(ScaleMsException error);
}
