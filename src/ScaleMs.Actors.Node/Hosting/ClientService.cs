using Microsoft.Extensions.Hosting;
using ScaleMs.Actors.Client;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>A client with the lifetime of the host.</summary>
internal sealed class ClientService(Func<Task<ScaleMsClient>> open) : IHostedService
{
    private ScaleMsClient? _client;

    public ScaleMsClient Client => _client ?? throw new InvalidOperationException("the client connects when the host starts");

    public async Task StartAsync(CancellationToken cancellationToken) => _client = await open().WaitAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }
}
