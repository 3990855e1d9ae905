using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>
/// The seed's actor system in its host. Akka.Hosting's service creates the system on the caller's thread, which a small thread pool
/// cannot spare, and prints errors to standard output.
/// </summary>
internal sealed class SeedService(
    AkkaConfigurationBuilder builder, IServiceProvider services, ILogger<AkkaHostedService> log, IHostApplicationLifetime lifetime, NodeExit exit)
    : AkkaHostedService(builder, services, log, lifetime)
{
    /// <summary>Starts it on a thread of its own.</summary>
    /// <exception cref="NodeException">The node cannot listen on the port.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var system = await Task.Factory.StartNew(Create, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ = system.WhenTerminated.ContinueWith(
            _ => exit.Set(ExitCode.Failed, "the master has ended: its actor system ended"), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        exit.Set(ExitCode.Done, null);
        return base.StopAsync(cancellationToken);
    }

    private ActorSystem Create()
    {
        try
        {
            return NodeConfig.Explained(ServiceProvider.GetRequiredService<ActorSystem>);
        }
        catch (Exception error) when (SocketErrors.In(error) is { } socket)
        {
            var node = ServiceProvider.GetRequiredService<AkkaConfigurationBuilder>().Configuration.GetOrElse(Config.Empty);
            var (host, port) = (node.GetString("akka.remote.dot-netty.tcp.hostname"), node.GetInt("akka.remote.dot-netty.tcp.port"));
            throw new NodeException(
                socket.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"port {port} of {host} is in use; is another seed running? Choose another one with --port N"
                    : $"cannot listen on {host}:{port}: {socket.Message}",
                error);
        }
    }
}
