using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>Terminates the actor system, and with it the host, when one of its parts has ended.</summary>
internal sealed class PartEnd
{
    private readonly ActorSystem _system;
    private readonly NodeExit? _exit;
    private readonly string _what;

    private PartEnd(ActorSystem system, NodeExit? exit, string what) => (_system, _exit, _what) = (system, exit, what);

    /// <summary>True when a caller waits for the reason of a failed start and reports it; otherwise the start throws.</summary>
    public bool TakesFailures => _exit is not null;

    /// <summary>The end of one part.</summary>
    /// <param name="system">The part's actor system.</param>
    /// <param name="resolver">Resolver of the host's services.</param>
    /// <param name="what">What has happened, for people.</param>
    public static PartEnd Of(ActorSystem system, IDependencyResolver resolver, string what) =>
        new(system, resolver.GetService<IServiceProvider>().GetService<NodeExit>(), what);

    /// <summary>The part has ended.</summary>
    /// <param name="code">Exit code of the process.</param>
    /// <param name="reason">Reason; null = it ended as intended.</param>
    public void Ended(int code, string? reason)
    {
        if (_exit is not null)
        {
            _exit.Set(code, reason is null ? null : $"{_what}: {reason}");
        }
        else if (code != 0)
        {
            Environment.ExitCode = code;
            _system.Log.Error("{What}: {Reason}", _what, reason);
        }

        End();
    }

    /// <summary>The part could not start.</summary>
    public void Failed(Exception error)
    {
        _exit!.Set(NodeExit.CodeOf(error), error.Message);
        End();
    }

    private void End() => _ = CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
}
