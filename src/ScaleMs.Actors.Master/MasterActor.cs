using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Commands;
using ScaleMs.Actors.Master.Files;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Ledger.Recovery;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Pool;
using ScaleMs.Actors.Master.Provisioning;

namespace ScaleMs.Actors.Master;

/// <summary>
/// Supervises ledger, pool and commands, and owns the master's life: it serves, drains on a stop, and ends. All
/// announcements of its end go through here.
/// </summary>
internal sealed class MasterActor : ReceiveActor, IWithTimers
{
    private readonly MasterSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Guid _incarnation;
    private readonly List<CommandRequest> _stops = [];
    private readonly IActorRef _ledger;
    private readonly IActorRef _pool;
    private readonly IActorRef _commands;
    private readonly IActorRef _provisioner;
    private readonly IActorRef _files;
    private bool _workersReleased;
    private bool _launchesEnded;
    private ImmutableArray<string> _dropped = [];
    private SessionReport? _report;
    private string? _failure;

    /// <summary>A master.</summary>
    /// <param name="settings">See there.</param>
    /// <param name="state">The ledger's state, empty or from a journal.</param>
    /// <param name="journal">The journal; null = none.</param>
    public MasterActor(MasterSettings settings, LedgerState state, LedgerJournal? journal)
    {
        _settings = settings;
        _incarnation = journal?.Identity ?? Guid.CreateVersion7();
        _ledger = Context.ActorOf(TaskLedger.Props(settings.Ledger, state, journal), "tasks");
        _files = Context.ActorOf(FileKeeper.Props(settings.Files), FileDesk.Name);
        _pool = Context.ActorOf(WorkerPool.Props(settings.Pool with { Files = _files }, _ledger), "workers");
        _ledger.Tell(new UsePool(_pool));
        _ledger.Tell(new UseFiles(_files));
        _provisioner = Context.ActorOf(WorkerProvisioner.Props(settings.Provisioning, settings.Launchers, state.Recovery.LaunchesBefore, _ledger, _pool), "provisioner");
        _pool.Tell(new UseProvisioner(_provisioner));
        _commands = Context.ActorOf(CommandRouter.Props(settings.Uid, BuiltIn().AddRange(settings.Commands), _ledger), "commands");

        Receive<SubmitBatch>(_ledger.Forward);
        Receive<ResultAck>(_ledger.Forward);
        Receive<ITransferMessage>(_ledger.Forward);
        Receive<IFileRequest>(_files.Forward);
        Receive<Command>(_commands.Forward);
        Receive<TaskDescription>(_commands.Forward);
        Receive<OpenSession>(OnOpen);
        Receive<SessionAlive>(_ledger.Forward);
        Receive<CheckSubmission>(_ledger.Forward);
        Receive<CloseSession>(_ledger.Forward);
        Receive<TakeSubmission>(_ledger.Forward);
        Receive<RegisterWorker>(_pool.Forward);
        Receive<NodeUnreachable>(_pool.Forward);
        Receive<NodeReachable>(_pool.Forward);
        Receive<NodeGone>(_pool.Forward);
        Receive<StopRequested>(OnStop);
        Receive<DrainTooLong>(_ => OnDrainTooLong());
        Receive<LedgerDrained>(OnDrained);
        Receive<WorkersReleased>(_ =>
        {
            _workersReleased = true;
            EndWhenAllHave();
        });
        Receive<LaunchesEnded>(_ =>
        {
            _launchesEnded = true;
            EndWhenAllHave();
        });
        Receive<MasterFailed>(OnFailed);
        Receive<AnswerSent>(OnAnswerSent);
        Receive<SessionsEnded>(ended =>
        {
            _report = ended.Report;
            End();
        });
        ReceiveAny(OnUnknown);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(MasterSettings settings, LedgerState state, LedgerJournal? journal) =>
        Akka.Actor.Props.Create(() => new MasterActor(settings, state, journal));

    /// <summary>
    /// Ledger and pool keep their state over an error, which they have answered. Where state contradicts itself they resume only
    /// until clients and workers have been told that the master ends.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
    {
        if (error is BrokenInvariantException)
        {
            Self.Tell(new MasterFailed($"an internal error: {error.Message}"));
        }

        return error is ActorInitializationException ? Directive.Escalate : Directive.Resume;
    });

    private ImmutableArray<CommandEntry> BuiltIn()
    {
        var (self, ledger, provisioner, uid) = (Self, _ledger, _provisioner, _settings.Uid);
        return
        [
            new CommandEntry("hello", typeof(HelloCommand), Akka.Actor.Props.Create<HelloHandler>()),
            new CommandEntry("add_item", typeof(AddItem), Akka.Actor.Props.Create(() => new AddItemHandler(ledger))),
            new CommandEntry("stop", typeof(StopCommand), Akka.Actor.Props.Create(() => new StopHandler(self))),
            new CommandEntry("query", typeof(Query), Akka.Actor.Props.Create(() => new PassOnHandler<Query>(provisioner))),
            new CommandEntry("observe", typeof(Observe), Akka.Actor.Props.Create(() => new PassOnHandler<Observe>(provisioner))),
            new CommandEntry("read_graph", typeof(ReadGraph), Akka.Actor.Props.Create(() => new PassOnHandler<ReadGraph>(ledger))),
            new CommandEntry("cancel", typeof(Cancel), Akka.Actor.Props.Create(() => new PassOnHandler<Cancel>(ledger))),
            new CommandEntry("add_workflow", typeof(AddWorkflow), Akka.Actor.Props.Create(() => new AddWorkflowHandler(uid, ledger))),
            new CommandEntry("subscribe", typeof(Subscribe), Akka.Actor.Props.Create(() => new PassOnHandler<Subscribe>(subscribe => subscribe.Workers ? provisioner : ledger))),
            new CommandEntry("unsubscribe", typeof(Unsubscribe), Akka.Actor.Props.Create(() => new UnsubscribeHandler(ledger, provisioner))),
            new CommandEntry("read_log", typeof(ReadLog), Akka.Actor.Props.Create(() => new PassOnHandler<ReadLog>(read => read.Worker ? provisioner : ledger))),
            new CommandEntry("report", typeof(ReportCommand), Akka.Actor.Props.Create(() => new PassOnHandler<ReportCommand>(ledger))),
            new CommandEntry("add_workers", typeof(AddWorkers), Akka.Actor.Props.Create(() => new PassOnHandler<AddWorkers>(provisioner))),
            new CommandEntry("release_workers", typeof(ReleaseWorkers), Akka.Actor.Props.Create(() => new PassOnHandler<ReleaseWorkers>(provisioner))),
            new CommandEntry("wait_workers", typeof(WaitWorkers), Akka.Actor.Props.Create(() => new PassOnHandler<WaitWorkers>(provisioner))),
        ];
    }

    private void OnOpen(OpenSession open)
    {
        if (_failure is not null)
        {
            Sender.Tell(new Refused(_failure));
            return;
        }

        // The answer goes first: results of an earlier connection may follow from the ledger.
        Sender.Tell(new SessionOpened(open.Session, _settings.Uid, _incarnation, Self));
        _ledger.Tell(new AttachSession(open.Session, Sender));
    }

    private void OnStop(StopRequested stop)
    {
        if (_failure is not null)
        {
            stop.Request.Handler.Tell(new CommandFinished(stop.Request, CommandRecords.Failed(stop.Request.Uid, _failure)));
            return;
        }

        _stops.Add(stop.Request);
        if (_stops.Count == 1)
        {
            _log.Info("Stopping: what was accepted finishes first");
            if (_settings.DrainDeadline is { } deadline)
            {
                Timers.StartSingleTimer(DrainTooLong.Instance, DrainTooLong.Instance, deadline);
            }
        }

        Drain(stop.Now ? StopMode.CancelRunning : (StopMode)Math.Min(_stops.Count - 1, (int)StopMode.CancelRunning));
    }

    private void OnDrainTooLong()
    {
        _log.Warning("Not drained within {Deadline}; what is left is cancelled", _settings.DrainDeadline);
        Drain(StopMode.CancelRunning);
    }

    private void Drain(StopMode mode) => _ledger.Tell(new DrainLedger(mode, "the master is stopping and accepts no more work"));

    private void OnDrained(LedgerDrained drained)
    {
        (_dropped, _report) = (drained.Dropped, drained.Report);
        _pool.Tell(new ReleaseAllWorkers("the master has stopped"));
        _provisioner.Tell(EndLaunches.Instance);
    }

    private void EndWhenAllHave()
    {
        if (_workersReleased && _launchesEnded)
        {
            End();
        }
    }

    private void OnFailed(MasterFailed failed)
    {
        if (_failure is null)
        {
            _failure = failed.Reason;
            _log.Error("The master cannot go on: {Reason}", failed.Reason);
            _ledger.Tell(new EndSessions(failed.Reason));
        }
    }

    /// <summary>The reply to a stop is the master's last message.</summary>
    private void End()
    {
        if (_stops.Count == 0)
        {
            Leave();
            return;
        }

        foreach (var stop in _stops)
        {
            var reply = _failure is null ? CommandRecords.Stopped(stop.Uid, _dropped, _report!) : CommandRecords.Failed(stop.Uid, _failure);
            stop.Handler.Tell(new CommandFinished(stop, reply) { Confirm = Self });
        }
    }

    private void OnAnswerSent(AnswerSent sent)
    {
        _stops.Remove(sent.Finished.Request);
        if (_stops.Count == 0)
        {
            Leave();
        }
    }

    private void Leave()
    {
        Context.System.EventStream.Publish(new MasterEnded(_failure) { Report = _report });
        Context.Stop(Self);
    }

    private void OnUnknown(object message)
    {
        if (!Sender.IsNobody())
        {
            Sender.Tell(new Refused($"the master does not take {message.GetType().FullName}; it takes commands, task descriptions and batches of tasks"));
        }
    }

    private sealed class DrainTooLong
    {
        public static readonly DrainTooLong Instance = new();
    }
}
