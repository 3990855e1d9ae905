using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using ScaleMs.Actors.Client.Files;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Client;

/// <summary>
/// A client of a master: an actor system of its own with one session. Thread-safe. Disposing it ends the session; unfinished tasks
/// keep running.
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
        _singles = NewSubmission(Guid.CreateVersion7(), trace: null);
        Files = new ClientFiles(system, master, lost, $"files-{sessionId:N}");
    }

    /// <summary>Files of this client's tasks.</summary>
    public ClientFiles Files { get; }

    /// <summary>
    /// The master's actor, for sending messages directly: <c>client.Master.Tell(new AddItem(…), self)</c>. It changes when the master
    /// restarts. A message to it may have at most half a frame (<c>akka.remote.dot-netty.tcp.maximum-frame-size</c>, 4 MiB); the
    /// client's own methods send larger tasks in chunks.
    /// </summary>
    public IActorRef Master => _master.Current;

    /// <summary>The session that identifies this client to the master: <see cref="Contracts.Commands.Cancel.Client"/>.</summary>
    public Guid SessionId { get; }

    /// <summary>The master's uid.</summary>
    public string MasterUid { get; }

    /// <summary>Whether the client is connected to the master; while it is not, it tries to reconnect.</summary>
    public bool IsConnected => _master.Connected.IsCompleted && !IsLost;

    /// <summary>Whether the client has given up on reconnecting; it cannot be used any more.</summary>
    public bool IsLost => _lost.IsCompleted;

    /// <summary>The client's actor system.</summary>
    public ActorSystem System => _system;

    /// <summary>Connects to a master that runs in another process.</summary>
    /// <param name="contact"><c>HOST:PORT</c> of a master; null = as configured, by default 127.0.0.1:4053.</param>
    /// <param name="config">Configuration with <c>scalems</c> and <c>akka</c> keys; null = the defaults.</param>
    /// <param name="setup">Additional setup of the actor system, such as its logger.</param>
    /// <param name="onUnreachable">Called once with the reason while the master is unreachable and the client keeps trying; null = no call.</param>
    /// <exception cref="MasterUnavailableException">No master answered within <c>scalems.client.connect-deadline</c>, or it refused.</exception>
    /// <exception cref="InvalidConfigurationException">The configuration is invalid.</exception>
    public static async Task<ScaleMsClient> ConnectAsync(string? contact = null, Config? config = null, ActorSystemSetup? setup = null, Action<string>? onUnreachable = null)
    {
        config ??= Config.Empty;
        var options = ScaleMsOptions.From(config);
        ConfiguredConverters.AddLoadable(options.Converters);
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

    /// <summary>Ends the session. The master and its tasks keep running, unless the master is embedded.</summary>
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
    /// <param name="system">The actor system.</param>
    /// <param name="locator">Finds the master.</param>
    /// <param name="options">The options, from configuration.</param>
    /// <param name="alsoDispose">Called when the client is disposed or no session can be opened; null = the system keeps running.</param>
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
        // Another contact may succeed; with a single one, waiting is pointless.
        if (locator.Count > 1 || await Task.WhenAny(opened, refused).ConfigureAwait(false) == opened)
        {
            return await opened.ConfigureAwait(false);
        }

        throw new MasterUnavailableException($"no TLS connection with {locator}: {await refused.ConfigureAwait(false)}");
    }

    private Submission NewSubmission(Guid id, string? trace)
    {
        var submission = new Submission(id, trace);
        _session.Tell(new SessionActor.Register(submission));
        return submission;
    }
}
