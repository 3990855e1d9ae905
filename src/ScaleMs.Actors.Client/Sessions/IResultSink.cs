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

    /// <summary>Records that a task is final, unless that is recorded already.</summary>
    /// <returns>Whether the result is acknowledged now; else it is when it has been used.</returns>
    bool Ended(in ResultRow row);

    /// <summary>Ends the results with an error.</summary>
    void Fail(ScaleMsException error);
}
