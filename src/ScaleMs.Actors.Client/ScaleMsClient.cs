using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Client;

/// <summary>
/// A client of a master: an actor system of its own with one session in it. Safe to use from several threads. Disposing it ends
/// the session; tasks that are not final go on.
/// </summary>
public sealed partial class ScaleMsClient : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly IActorRef _session;
    private readonly MasterReference _master;
    private readonly Task<MasterUnavailableException> _lost;
    private readonly SemaphoreSlim _inFlight;
    private readonly Func<ValueTask>? _alsoDispose;
    private readonly Lock _gate = new();
    private Submission _singles;

    private ScaleMsClient(
        ActorSystem system,
        IActorRef session,
        Guid sessionId,
        MasterReference master,
        SessionOpened opened,
        Task<MasterUnavailableException> lost,
        int maxInFlight,
        Func<ValueTask>? alsoDispose)
    {
        (_system, _session, SessionId, _lost, _alsoDispose) = (system, session, sessionId, lost, alsoDispose);
        (_master, MasterUid) = (master, opened.MasterUid);
        _inFlight = new SemaphoreSlim(maxInFlight);
        _singles = NewSubmission(Guid.CreateVersion7());
    }

    /// <summary>
    /// The master's actor, for those who rather send messages: <c>client.Master.Tell(new AddItem(…), self)</c>. Another one after the
    /// master was restarted. A message to it has at most half a frame (<c>akka.remote.dot-netty.tcp.maximum-frame-size</c>, 4 MiB); the
    /// client's own methods send larger tasks in parts.
    /// </summary>
    public IActorRef Master => _master.Current;

    /// <summary>The session under which the master knows this client: <see cref="Contracts.Commands.Cancel.Client"/>.</summary>
    public Guid SessionId { get; }

    /// <summary>The master's uid.</summary>
    public string MasterUid { get; }

    /// <summary>Whether there is a connection to the master now; while there is none, the master is looked for.</summary>
    public bool IsConnected => _master.Connected.IsCompleted && !IsLost;

    /// <summary>Whether the master is lost for good; this client is of no more use.</summary>
    public bool IsLost => _lost.IsCompleted;

    /// <summary>The client's actor system.</summary>
    public ActorSystem System => _system;

    /// <summary>Connects to a master that runs in another process.</summary>
    /// <param name="contact"><c>HOST:PORT</c> of a master; null = as configured, by default 127.0.0.1:4053.</param>
    /// <param name="config">Configuration with <c>scalems</c> and <c>akka</c> keys; null = the defaults.</param>
    /// <param name="setup">More for the actor system, such as where its logs go.</param>
    /// <param name="onUnreachable">Called once with the reason while the master cannot be reached and the search continues; null = no call.</param>
    /// <exception cref="MasterUnavailableException">No master answered within <c>scalems.client.connect-deadline</c>, or it refused.</exception>
    /// <exception cref="InvalidConfigurationException">The configuration cannot be used.</exception>
    public static async Task<ScaleMsClient> ConnectAsync(string? contact = null, Config? config = null, ActorSystemSetup? setup = null, Action<string>? onUnreachable = null)
    {
        config ??= Config.Empty;
        var options = ScaleMsOptions.From(config);
        var system = await NodeConfig.CreateSystemAsync(NodeConfig.ForClient(config), setup).ConfigureAwait(false);
        try
        {
            var locator = MasterLocator.At(system, contact is null ? options.Client.Contact : [contact]);
            return await OpenAsync(system, locator, options, async () => await system.Terminate().ConfigureAwait(false), onUnreachable).ConfigureAwait(false);
        }
        catch (InvalidConfigurationException)
        {
            await system.Terminate().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the session. The master and its tasks go on, save for an embedded one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _session.GracefulStop(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        if (_alsoDispose is not null)
        {
            await _alsoDispose().ConfigureAwait(false);
        }

        _inFlight.Dispose();
    }

    /// <summary>Opens a session from a system that can reach the master.</summary>
    /// <param name="system">Where.</param>
    /// <param name="locator">Finds the master.</param>
    /// <param name="options">As read from configuration.</param>
    /// <param name="alsoDispose">Called with the client's end, and where no session can be opened; null = the system goes on.</param>
    /// <param name="onUnreachable">As in <see cref="ConnectAsync"/>.</param>
    public static async Task<ScaleMsClient> OpenAsync(
        ActorSystem system, MasterLocator locator, ScaleMsOptions options, Func<ValueTask>? alsoDispose, Action<string>? onUnreachable = null)
    {
        var opened = new TaskCompletionSource<SessionOpened>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lost = new TaskCompletionSource<MasterUnavailableException>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handshakes = HandshakeFailures.Of(system);
        var id = Guid.CreateVersion7();
        var master = new MasterReference();
        string? problem = null;
        var reach = system.ActorOf(ReachWatch.Props(text =>
        {
            if (Interlocked.Exchange(ref problem, text) is null)
            {
                onUnreachable?.Invoke(text);
            }
        }));
        var session = system.ActorOf(SessionActor.Props(locator, id, options.Client, options.Transfer, master, opened, lost), $"session-{id:N}");
        try
        {
            return new ScaleMsClient(
                system, session, id, master, await OpenedAsync(opened.Task, handshakes.Refused, locator).ConfigureAwait(false), lost.Task, options.Client.MaxInFlight, alsoDispose);
        }
        catch (Exception error)
        {
            system.Stop(session);
            var last = Volatile.Read(ref problem);
            if (alsoDispose is not null)
            {
                await alsoDispose().ConfigureAwait(false);
            }

            if (error is MasterUnavailableException && NodeProtection.IsSecure(system) && !handshakes.Refused.IsCompleted)
            {
                throw new MasterUnavailableException($"{error.Message}; this node uses TLS (scalems.tls): {handshakes.Last ?? last ?? "does the master?"}");
            }

            if (error is MasterUnavailableException && last is not null)
            {
                throw new MasterUnavailableException($"{error.Message} ({last})");
            }

            throw;
        }
        finally
        {
            system.Stop(reach);
        }
    }

    private static async Task<SessionOpened> OpenedAsync(Task<SessionOpened> opened, Task<string> refused, MasterLocator locator)
    {
        // Another contact may do better; the only one will not.
        if (locator.Count > 1 || await Task.WhenAny(opened, refused).ConfigureAwait(false) == opened)
        {
            return await opened.ConfigureAwait(false);
        }

        throw new MasterUnavailableException($"no TLS connection with {locator}: {await refused.ConfigureAwait(false)}");
    }

    private Submission NewSubmission(Guid id)
    {
        var submission = new Submission(id);
        _session.Tell(new SessionActor.Register(submission));
        return submission;
    }
}
