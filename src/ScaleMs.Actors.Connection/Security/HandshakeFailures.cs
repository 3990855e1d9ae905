using Akka.Actor;
using Akka.Actor.Setup;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>Why TLS connections of this node failed, for code that waits for one.</summary>
public sealed class HandshakeFailures : Setup
{
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _last;

    /// <summary>Completed with the reason of the first that will not come about by waiting: one of both refused the other's certificate.</summary>
    public Task<string> Refused => _refused.Task;

    /// <summary>The reason of the last; null = none failed.</summary>
    public string? Last => _last;

    /// <summary>Those of a node; without TLS there are none.</summary>
    public static HandshakeFailures Of(ActorSystem system) => system.Settings.Setup.Get<HandshakeFailures>() is { HasValue: true, Value: var failures } ? failures : new HandshakeFailures();

    /// <summary>Keeps one.</summary>
    public void Add(string reason, bool isRefusal)
    {
        _last = reason;
        if (isRefusal)
        {
            _refused.TrySetResult(reason);
        }
    }
}
