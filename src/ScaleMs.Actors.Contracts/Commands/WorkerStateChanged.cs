using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>A worker has changed its state (the seed's <c>worker_state_cb</c>).</summary>
/// <param name="Uid">The worker: <c>MASTER.worker.NNNN</c>, or the name of one that the master has not started.</param>
/// <param name="State">Its state from now on.</param>
/// <param name="At">When, on the master's clock.</param>
/// <param name="Reason">Why; for a failure with the exit code and the last lines of its log.</param>
public sealed record WorkerStateChanged(string Uid, WorkerState State, DateTimeOffset At, string Reason) : IJsonContract
{
    /// <summary>Its name, once it is registered; empty = it has not been.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether no further change follows.</summary>
    [JsonIgnore]
    public bool IsFinal => State is WorkerState.Done or WorkerState.Failed or WorkerState.Lost;
}
