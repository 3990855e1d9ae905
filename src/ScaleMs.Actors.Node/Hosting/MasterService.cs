using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Configuration;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Node.Results;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>A master in an actor system of its own. When the master ends, so does the host.</summary>
internal sealed partial class MasterService(
    Config config, ActorSystemSetup? setup, IHostApplicationLifetime lifetime, NodeExit exit, ILogger<MasterService> log) : IHostedService
{
    private readonly Lock _gate = new();
    private ActorSystem? _system;
    private ReportFile? _reportFile;
    private IActorRef? _master;
    private int _drainsBefore;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var node = NodeConfig.ForSeed(config);
        var options = ScaleMsOptions.From(node);
        _reportFile = ReportFile.At(options.Master.Report);
        _system = await BindAsync(node);
        Serve(MasterNode.Start(_system, options));
        _system.ActorOf(Props.Create(() => new EndWatch(End)), "scalems-end-watch");
        _ = _system.WhenTerminated.ContinueWith(
            _ => End(new MasterEnded("its actor system ended")), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var address = ((ExtendedActorSystem)_system).Provider.DefaultAddress;
        Ready(log, options.Master.Uid, $"{address.Host}:{address.Port}");
    }

    /// <summary>Told again, it is firmer each time: see <see cref="StopCommand"/>.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            if (_master is null)
            {
                _drainsBefore++;
            }
            else
            {
                _master.Tell(new StopCommand(), ActorRefs.NoSender);
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is not null)
        {
            exit.Set(ExitCode.Done, null);
            await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        }
    }

    /// <summary>From now on there is a master, which hears what it was told before.</summary>
    private void Serve(IActorRef master)
    {
        lock (_gate)
        {
            _master = master;
            for (; _drainsBefore > 0; _drainsBefore--)
            {
                master.Tell(new StopCommand(), ActorRefs.NoSender);
            }
        }
    }

    private async Task<ActorSystem> BindAsync(Config node)
    {
        try
        {
            return await NodeConfig.CreateSystemAsync(node, setup);
        }
        catch (Exception error) when (SocketErrorOf(error) is { } socket)
        {
            var (host, port) = (node.GetString("akka.remote.dot-netty.tcp.hostname"), node.GetInt("akka.remote.dot-netty.tcp.port"));
            throw new NodeException(
                socket.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"port {port} of {host} is in use; is another seed running? Choose another one with --port N"
                    : $"{host}:{port} cannot be listened at: {socket.Message}",
                error);
        }
    }

    private static SocketException? SocketErrorOf(Exception? error) => error switch
    {
        null => null,
        SocketException socket => socket,
        AggregateException several => several.InnerExceptions.Select(SocketErrorOf).FirstOrDefault(static socket => socket is not null),
        _ => SocketErrorOf(error.InnerException),
    };

    private void End(MasterEnded ended)
    {
        var problem = ended.Failure ?? Keep(ended.Report);
        exit.Set(problem is null ? ExitCode.Done : ExitCode.Failed, problem is null ? null : $"the master has ended: {problem}");
        lifetime.StopApplication();
    }

    /// <summary>Logs the report and writes its file.</summary>
    /// <returns>Why it cannot be kept; null = it is.</returns>
    private string? Keep(SessionReport? report)
    {
        if (report is null)
        {
            return null;
        }

        Report(log, Environment.NewLine, ReportText.Of(report).TrimEnd());
        return _reportFile?.Write(report);
    }

    [LoggerMessage(LogLevel.Information, "The session's report:{LineEnd}{Report}")]
    private static partial void Report(ILogger log, string lineEnd, string report);

    [LoggerMessage(LogLevel.Information, "{Master} is ready at {Address}")]
    private static partial void Ready(ILogger log, string master, string address);

    /// <summary>Hears of the master's end.</summary>
    private sealed class EndWatch : ReceiveActor
    {
        public EndWatch(Action<MasterEnded> onEnd) => Receive<MasterEnded>(onEnd);

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(MasterEnded));
    }
}
