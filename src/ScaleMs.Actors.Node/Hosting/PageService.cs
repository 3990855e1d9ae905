using Akka.Actor;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Http;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>The status page and the HTTP API beside the master of this process. A page that cannot start is said, and does not stop the master.</summary>
/// <param name="system">The master's actor system, when it has started.</param>
/// <param name="options">The process's options.</param>
/// <param name="logs">For the server.</param>
internal sealed class PageService(Func<CancellationToken, Task<ActorSystem>> system, ScaleMsOptions options, ILoggerFactory logs) : IHostedService
{
    private HttpServer? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = options.Master.ContactFile;
            var master = await system(cancellationToken);

            // The master has written it just now.
            var contact = file.Length > 0 ? ContactFile.Read(file, TimeSpan.Zero) : null;
            try
            {
                _server = await HttpServer.StartAsync(master, options, contact?.Token ?? ContactFile.NewToken(), logs, cancellationToken);
            }
            finally
            {
                if (contact is not null)
                {
                    (contact with { Page = _server?.Address ?? "" }).Write(file);
                }
            }

            // The token goes to the terminal of who started the master, not to the log, which others may be allowed to read.
            await Console.Error.WriteLineAsync(
                contact is null
                    ? $"scalems: the page is at {_server.AddressWithToken}"
                    : $"scalems: the page is at {_server.Address}; 'scalems page --contact-file {file}' prints its URL");
        }
        catch (Exception error) when (error is InvalidConfigurationException or MasterUnavailableException)
        {
            await Console.Error.WriteLineAsync($"scalems: there is no page: {error.Message}");
        }
        catch (InvalidOperationException) when (cancellationToken.IsCancellationRequested)
        {
            // The actor system is ending, and takes no more actors.
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
