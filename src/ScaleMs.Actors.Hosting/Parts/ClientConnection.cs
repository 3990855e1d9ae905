using Akka;
using Akka.Actor;
using ScaleMs.Actors.Client;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>The client of an actor system: opened once, and again after it has given up on reconnecting.</summary>
internal sealed class ClientConnection : IExtension
{
    private readonly ActorSystem _system;
    private readonly NodeSetup _setup;
    private readonly Lock _gate = new();
    private Task<ScaleMsClient>? _client;

    private ClientConnection(ActorSystem system)
    {
        (_system, _setup) = (system, NodeSetup.Of(system));
        if (!_setup.Is(NodeSetup.Role.Client))
        {
            throw new InvalidOperationException("this actor system has no client; AddScaleMsClient on its builder adds one");
        }

        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "scalems-client", async () =>
        {
            if (Current is { } client)
            {
                await client.DisposeAsync().ConfigureAwait(false);
            }

            return Done.Instance;
        });
    }

    /// <summary>Whether there is a client and it is connected.</summary>
    public bool IsOpen => Current is { IsConnected: true };

#pragma warning disable VSTHRD002 // The task is completed: this does not block.
    private ScaleMsClient? Current => _client is { IsCompletedSuccessfully: true } client ? client.Result : null;
#pragma warning restore VSTHRD002

    public static ClientConnection Of(ActorSystem system) => system.WithExtension<ClientConnection, Provider>();

    /// <summary>As <see cref="Open"/>, without waiting.</summary>
    public void Begin() => _ = Open();

    /// <summary>The client, once it is connected. The first call starts connecting, as does the next call after a failure.</summary>
    public Task<ScaleMsClient> Open()
    {
        lock (_gate)
        {
            if (_client is null or { IsFaulted: true } || Current is { IsLost: true })
            {
                _client = ScaleMsClient.OpenAsync(_system, _setup.Locate(_system), _setup.Options, alsoDispose: null);
            }

            return _client;
        }
    }

    private sealed class Provider : ExtensionIdProvider<ClientConnection>
    {
        public override ClientConnection CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
