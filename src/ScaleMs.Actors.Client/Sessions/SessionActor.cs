using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// The client's side of the session with the master: opens the session, sends batches until they are accepted, acknowledges results,
/// and resumes the session after a lost connection.
/// </summary>
internal sealed partial class SessionActor : SubmittingActor
{
    private readonly Guid _session;
    private readonly MasterLocator _locator;
    private readonly ClientOptions _options;
    private readonly TransferOptions _transferOptions;
    private readonly TaskCompletionSource<SessionOpened> _opened;
    private readonly TaskCompletionSource<MasterUnavailableException> _lost;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Guid, IResultSink> _submissions = [];
    private readonly HashSet<TakenSubmission> _taking = [];
    private readonly List<TaskRow> _singles = [];
    private readonly List<WhenAccepted> _whenAccepted = [];
    private readonly MasterReference _reference;
    private Guid? _incarnation;

    /// <summary>Starts connecting to a master at once.</summary>
    /// <param name="locator">Finds the master.</param>
    /// <param name="session">Id of the session, for which the master keeps results.</param>
    /// <param name="options">Time limits for connecting and reconnecting.</param>
    /// <param name="transfer">Size limits for chunking.</param>
    /// <param name="reference">Receives the master's actor.</param>
    /// <param name="opened">Completed when the session is open for the first time.</param>
    /// <param name="lost">Completed when the client gives up on reconnecting.</param>
    public SessionActor(
        MasterLocator locator,
        Guid session,
        ClientOptions options,
        TransferOptions transfer,
        MasterReference reference,
        TaskCompletionSource<SessionOpened> opened,
        TaskCompletionSource<MasterUnavailableException> lost)
        : base(session, transfer)
    {
        _reference = reference;
        (_locator, _session, _options, _transferOptions, _opened, _lost) = (locator, session, options, transfer, opened, lost);
        Receive<TryOpen>(_ => _locator.Tell(new OpenSession(_session, Cpi.ApiName, Cpi.WireVersion), Self));
        Receive<SessionOpened>(Opened);
        Receive<Refused>(refused => Lose($"the master refuses this client: {refused.Reason}"));
        Receive<SubmissionLost>(OnSubmissionLost);
        Receive<StartWatch>(OnStartWatch);
        Receive<EndWatch>(OnEndWatch);
        Receive<TaskStateChanged>(OnChanged);
        Receive<WorkerStateChanged>(OnChanged);
        Receive<CommandReply>(OnWatchAnswered);
        Receive<Take>(OnTake);
        Receive<SubmissionTaken>(OnTaken);
        Receive<AskTakeAgain>(_ => AskTake());
        Receive<DeadlineOver>(_ => Lose(
            _incarnation is null
                ? $"no master answered at {_locator} within {_options.ConnectDeadline.TotalSeconds:0.#} s; start one with 'scalems seed', or give its address with --seed HOST:PORT"
                : $"the master at {_locator} is gone and did not come back within {_options.ReconnectDeadline.TotalSeconds:0.#} s; the outcome of tasks without a result is unknown"));
        Receive<Register>(register => _submissions[register.Submission.Id] = register.Submission);
        Receive<WhenAccepted>(when =>
        {
            _whenAccepted.Add(when);
            TellAccepted(when.Submission);
        });
        Receive<Used>(used => Acknowledge(used.Results));
        Receive<Forget>(forget => _submissions.Remove(forget.Submission));
        Receive<Submit>(submit => SubmitUnlessTooLarge(
            new SubmitBatch(_session, submit.Submission.Id, submit.Tasks) { Atomic = submit.Atomic, MaxRunning = submit.MaxRunning, TraceParent = submit.Submission.Trace }));
        Receive<Single>(single =>
        {
            if (_singles.Count == 0)
            {
                // Tasks that are already in the mailbox join this batch.
                Self.Tell(FlushSingles.Instance);
            }

            _singles.Add(single.Row);
        });
        Receive<FlushSingles>(_ => SendSingles());
    }

    public static Props Props(
        MasterLocator locator,
        Guid session,
        ClientOptions options,
        TransferOptions transfer,
        MasterReference reference,
        TaskCompletionSource<SessionOpened> opened,
        TaskCompletionSource<MasterUnavailableException> lost) =>
        Akka.Actor.Props.Create(() => new SessionActor(locator, session, options, transfer, reference, opened, lost));

    protected override void PreStart()
    {
        base.PreStart();
        Open();
    }

    protected override void PostStop()
    {
        Master?.Tell(new CloseSession(_session));
        Lose("the client was closed");
    }

    /// <summary>Registers a submission to receive its results.</summary>
    internal sealed record Register(Submission Submission);

    /// <summary>Claims a submission of an earlier client to receive its results.</summary>
    internal sealed record Take(TakenSubmission Submission);

    /// <summary>The results have been used, and the master need not keep them for this client.</summary>
    internal sealed record Used(ImmutableArray<AckRow> Results);

    /// <summary>The submission's results are no longer awaited.</summary>
    internal sealed record Forget(Guid Submission);

    /// <summary>Completed when the master has answered all batches of the submission sent so far.</summary>
    internal sealed record WhenAccepted(Guid Submission, TaskCompletionSource Accepted);

    /// <summary>Tasks of a submission.</summary>
    internal sealed record Submit(Submission Submission, ImmutableArray<TaskRow> Tasks, int MaxRunning, bool Atomic = false);

    /// <summary>A task submitted by itself; sent in a batch with others.</summary>
    internal sealed record Single(TaskRow Row);

    private sealed record AskTakeAgain
    {
        public static readonly AskTakeAgain Instance = new();
    }

    private sealed record TryOpen
    {
        public static readonly TryOpen Instance = new();
    }

    private sealed record DeadlineOver
    {
        public static readonly DeadlineOver Instance = new();
    }

    private sealed record FlushSingles
    {
        public static readonly FlushSingles Instance = new();
    }
}
