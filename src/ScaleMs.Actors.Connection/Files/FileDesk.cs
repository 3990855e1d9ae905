using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Transfer;

namespace ScaleMs.Actors.Connection.Files;

/// <summary>
/// Fetches the files that a process wants, offers the keeper those that it is to keep, and reads its files to others. What is not done when it ends is done by
/// the next desk of the same <see cref="FilePort"/>.
/// </summary>
public sealed class FileDesk : ReceiveActor, IWithTimers
{
    /// <summary>Its name below its owner.</summary>
    public const string Name = "files";

    // Rare enough that a source under load is not given up, often enough that nobody waits long for one that is gone.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly FilePort _port;
    private readonly FileReader _reader;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Fetching> _fetches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FilePort.Keep>> _offers = new(StringComparer.Ordinal);
    private readonly bool _holds;

    /// <summary>A desk.</summary>
    /// <param name="port">What is wanted.</param>
    /// <param name="find">The path of a file that the process has, by its key; null = it has none.</param>
    /// <param name="forget">Called with the keys of files that nothing needs any more; null = the process keeps no copies that others may want.</param>
    public FileDesk(FilePort port, Func<string, string?> find, Action<string>? forget = null)
    {
        (_port, _holds, _reader) = (port, forget is not null, new FileReader(key => OfferedPath(key) ?? find(key)));
        Receive<UseKeeper>(use =>
        {
            _port.Keeper = use.Keeper;
            AskAgain();
        });
        Receive<FilePort.Fetch>(Begin);
        Receive<FilePort.Keep>(Begin);
        Receive<ReadFile>(read => Sender.Tell(_reader.Answer(read)));
        Receive<FileLocated>(OnLocated);
        Receive<FilePiece>(OnPiece);
        Receive<FileMissing>(OnMissing);
        Receive<Completed>(OnCompleted);
        Receive<FileKept>(kept => End(kept.Key, static keep => keep.Done.TrySetResult()));
        Receive<FileRefused>(refused => End(refused.Key, keep => keep.Done.TrySetException(new ContextException(refused.Reason))));
        Receive<FilesForgotten>(forgotten =>
        {
            foreach (var key in forgotten.Keys)
            {
                forget?.Invoke(key);
            }
        });
        Receive<Dropped>(dropped => Keeper?.Tell(new FilesDropped([dropped.Key])));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private IActorRef? Keeper => _port.Keeper;

    /// <inheritdoc cref="FileDesk(FilePort, Func{string, string}, Action{string})"/>
    public static Props Props(FilePort port, Func<string, string?> find, Action<string>? forget = null) => Akka.Actor.Props.Create(() => new FileDesk(port, find, forget));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Interval);
        _port.Attach(Self);
    }

    protected override void PostStop()
    {
        _port.Detach(Self);
        _reader.Dispose();
        foreach (var fetch in _fetches.Values)
        {
            fetch.Pull?.Dispose();
        }
    }

    private string? OfferedPath(string key) => _offers.TryGetValue(key, out var offers) ? offers[0].Path : null;

    private void Begin(FilePort.Fetch request)
    {
        if (_fetches.TryGetValue(request.Key, out var fetch))
        {
            fetch.Waiting.Add(request);
            return;
        }

        _fetches.Add(request.Key, new Fetching(request));
        Keeper?.Tell(new LocateFile(request.Key));
    }

    private void OnLocated(FileLocated located)
    {
        if (!_fetches.TryGetValue(located.Key, out var fetch) || fetch.IsVerifying || (fetch.Pull is { } pull && !pull.Source.IsNobody()))
        {
            return;
        }

        var source = located.Sources.FirstOrDefault(source => !source.Equals(Self) && !fetch.Failed.Contains(source)) ?? located.Sources.FirstOrDefault(source => !source.Equals(Self));
        if (source is null)
        {
            Fail(fetch, new FileLostException(located.Key, $"there is no copy any more of the file {located.Key}{fetch.Tried}"));
            return;
        }

        try
        {
            fetch.Pull ??= new FilePull(located.Key, located.Size, fetch.Waiting[0].Receive(located.Size), Self);
            fetch.Pull.From(source);
            CompleteIfAllIsHere(fetch);
        }
        catch (ScaleMsException error)
        {
            Fail(fetch, error);
        }
    }

    private void OnPiece(FilePiece piece)
    {
        if (!_fetches.TryGetValue(piece.Key, out var fetch) || fetch.Pull is null || fetch.IsVerifying)
        {
            return;
        }

        try
        {
            fetch.Pull.Take(piece, Sender);
            CompleteIfAllIsHere(fetch);
        }
        catch (ScaleMsException error)
        {
            Fail(fetch, error);
        }
    }

    private void CompleteIfAllIsHere(Fetching fetch)
    {
        if (fetch.Pull is { IsComplete: true } pull)
        {
            fetch.IsVerifying = true;
            var key = fetch.Key;
            _ = pull.File.CompleteAsync().PipeTo(Self, success: () => new Completed(key, null), failure: error => new Completed(key, error));
        }
    }

    private void OnCompleted(Completed completed)
    {
        if (!_fetches.TryGetValue(completed.Key, out var fetch))
        {
            return;
        }

        if (completed.Error is { } error)
        {
            // Another source may have the right content.
            _log.Warning("The file {Key} from {Source} is not what it should be: {Reason}", completed.Key, fetch.Pull!.Source, error.Message);
            fetch.IsVerifying = false;
            fetch.Pull.Dispose();
            Retry(fetch, error.Message, startOver: true);
            return;
        }

        _fetches.Remove(completed.Key);
        if (_holds)
        {
            Keeper?.Tell(new FileHeld(completed.Key));
        }

        fetch.Waiting[0].Complete(fetch.Pull!.File);

        // Whoever else wants it may find it now where the first one puts it, or gets it again.
        fetch.Waiting.Skip(1).ToList().ForEach(Begin);
    }

    private void OnMissing(FileMissing missing)
    {
        if (_fetches.TryGetValue(missing.Key, out var fetch) && fetch.Pull is { } pull && Sender.Equals(pull.Source) && !fetch.IsVerifying)
        {
            Retry(fetch, missing.Reason, startOver: false);
        }
    }

    private void Retry(Fetching fetch, string reason, bool startOver)
    {
        fetch.Failed.Add(fetch.Pull!.Source);
        fetch.Tried += $"; {fetch.Pull.Source.Path.ToStringWithAddress()}: {reason}";
        if (fetch.Failed.Count > Fetching.MostFailures)
        {
            Fail(fetch, new FileLostException(fetch.Key, $"no copy of the file {fetch.Key} could be fetched{fetch.Tried}"));
            return;
        }

        if (startOver)
        {
            fetch.Pull = null;
        }
        else
        {
            fetch.Pull.From(ActorRefs.Nobody);
        }

        Keeper?.Tell(new LocateFile(fetch.Key));
    }

    private void Fail(Fetching fetch, Exception error)
    {
        _fetches.Remove(fetch.Key);
        fetch.Pull?.Dispose();
        foreach (var request in fetch.Waiting)
        {
            request.Done.TrySetException(error);
        }
    }

    private void Begin(FilePort.Keep request)
    {
        if (!_offers.TryGetValue(request.Key, out var offers))
        {
            _offers.Add(request.Key, offers = []);
        }

        offers.Add(request);
        if (offers.Count == 1)
        {
            Offer(request);
        }
    }

    private void Offer(FilePort.Keep keep) =>
        Keeper?.Tell(new OfferFile(keep.Key, keep.Size) { Path = keep.IsShared || Keeper.IsLocal() ? keep.Path : null, IsHeld = _holds });

    private void End(string key, Action<FilePort.Keep> end)
    {
        if (_offers.Remove(key, out var offers))
        {
            offers.ForEach(end);
        }
    }

    private void AskAgain()
    {
        foreach (var offers in _offers.Values)
        {
            Offer(offers[0]);
        }

        foreach (var fetch in _fetches.Values.Where(static fetch => !fetch.IsVerifying))
        {
            fetch.Pull?.From(ActorRefs.Nobody);
            Keeper?.Tell(new LocateFile(fetch.Key));
        }
    }

    private void OnTick()
    {
        _reader.Tick();
        foreach (var (key, offers) in _offers.ToList())
        {
            offers.RemoveAll(static keep => keep.Done.Task.IsCompleted);
            if (offers.Count == 0)
            {
                _offers.Remove(key);
            }
            else
            {
                // The offer or the answer may be lost; the keeper answers an offer that it follows already when it is done.
                Offer(offers[0]);
            }
        }

        foreach (var fetch in _fetches.Values.Where(static fetch => !fetch.IsVerifying).ToList())
        {
            if (fetch.Waiting.TrueForAll(static request => request.Done.Task.IsCompleted))
            {
                Fail(fetch, new OperationCanceledException());
            }
            else if (fetch.Pull is null || fetch.Pull.Source.IsNobody())
            {
                Keeper?.Tell(new LocateFile(fetch.Key));
            }
            else if (fetch.Pull.IsStuck())
            {
                Retry(fetch, $"nothing for {Interval.TotalSeconds} s", startOver: false);
            }
        }
    }

    /// <summary>The keeper of the master's files; null = there is no master now.</summary>
    public sealed record UseKeeper(IActorRef? Keeper);

    /// <summary>The process has no copy of a file any more.</summary>
    public sealed record Dropped(string Key);

    private sealed record Completed(string Key, Exception? Error);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Fetching(FilePort.Fetch first)
    {
        public const int MostFailures = 8;

        public string Key => first.Key;

        public List<FilePort.Fetch> Waiting { get; } = [first];

        public HashSet<IActorRef> Failed { get; } = [];

        public string Tried { get; set; } = "";

        public FilePull? Pull { get; set; }

        public bool IsVerifying { get; set; }
    }
}
