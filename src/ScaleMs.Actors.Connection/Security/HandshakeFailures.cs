using Akka.Actor;
using Akka.Actor.Setup;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>Reasons for failed TLS connections of this node, for code that waits for a connection.</summary>
public sealed class HandshakeFailures : Setup
{
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _last;

    /// <summary>Completed with the reason of the first permanent failure: one side refused the other's certificate.</summary>
    public Task<string> Refused => _refused.Task;

    /// <summary>The reason of the last failure; null = none.</summary>
    public string? Last => _last;

    /// <summary>The failures of a node; without TLS there are none.</summary>
    public static HandshakeFailures Of(ActorSystem system) => system.Settings.Setup.Get<HandshakeFailures>() is { HasValue: true, Value: var failures } ? failures : new HandshakeFailures();

    /// <summary>Records a failure.</summary>
    public void Add(string reason, bool isRefusal)
    {
        _last = reason;
        if (isRefusal)
        {
            _refused.TrySetResult(reason);
        }
    }
}
