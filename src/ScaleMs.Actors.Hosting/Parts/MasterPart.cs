using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Master;

namespace ScaleMs.Actors.Hosting.Parts;

/// <summary>A master in a host's own actor system.</summary>
internal static partial class MasterPart
{
    /// <summary>Starts the master, and terminates the actor system when the master has ended.</summary>
    public static void Start(ActorSystem system, IActorRegistry registry, ILoggerFactory factory, PartEnd end)
    {
        var options = NodeSetup.Of(system).Options;
        var log = factory.CreateLogger(typeof(MasterNode));
        try
        {
            var report = ReportFile.At(options.Master.Report);
            registry.Register<MasterKey>(MasterNode.Start(system, options));
            system.ActorOf(Props.Create(() => new EndWatch(report, log, end)), "scalems-end-watch");
            if (options.Master.ContactFile.Length > 0)
            {
                (ContactFile.Of(system) with { Page = options.Http.Port is null ? "" : null }).Write(options.Master.ContactFile);
            }

            var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
            Ready(log, options.Master.Uid, $"{address.Host}:{address.Port}");
        }
        catch (ScaleMsException error) when (end.TakesFailures)
        {
            end.Failed(error);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Master} is ready at {Address}")]
    private static partial void Ready(ILogger log, string master, string address);

    [LoggerMessage(LogLevel.Information, "The session's report:{LineEnd}{Report}")]
    private static partial void Report(ILogger log, string lineEnd, string report);

    /// <summary>Watches for the master's termination and saves its report.</summary>
    private sealed class EndWatch : ReceiveActor
    {
        private readonly ReportFile? _file;
        private readonly ILogger _log;

        public EndWatch(ReportFile? file, ILogger log, PartEnd end)
        {
            (_file, _log) = (file, log);
            Receive<MasterEnded>(ended =>
            {
                var problem = ended.Failure ?? Keep(ended.Report);
                end.Ended(problem is null ? 0 : 1, problem);
            });
        }

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(MasterEnded));

        /// <summary>Logs the report and writes its file.</summary>
        /// <returns>Why it cannot be saved; null = it is saved.</returns>
        private string? Keep(SessionReport? report)
        {
            if (report is null)
            {
                return null;
            }

            Report(_log, Environment.NewLine, ReportText.Of(report).TrimEnd());
            return _file?.Write(report);
        }
    }
}
