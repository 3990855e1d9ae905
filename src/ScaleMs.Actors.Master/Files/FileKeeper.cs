using System.Globalization;
using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Transfer;
using ScaleMs.Actors.Files;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Files;

/// <summary>
/// The master's files: keeps the second copy of what tasks have made and of what clients have sent, and says where copies are. The ledger tells it which files
/// are needed; others are deleted.
/// </summary>
#pragma warning disable CA1001 // PostStop disposes of the reader.
internal sealed class FileKeeper : ReceiveActor, IWithTimers, IWithUnboundedStash
#pragma warning restore CA1001
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Between sending a file and submitting the task that needs it.
    private static readonly TimeSpan UnusedFor = TimeSpan.FromHours(1);

    // A minute: longer than a busy network takes.
    private const int MostStuck = 12;

    // More copies than that are not told of; any of them has the whole file.
    private const int MostHolders = 16;

    private readonly KeeperSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, KeptFile> _files = new(StringComparer.Ordinal);
    private readonly FileReader _reader;
    private FileStore? _store;
    private string? _problem;
    private long _bytes;
    private bool _isDirty;

    public FileKeeper(KeeperSettings settings)
    {
        _settings = settings;
        _reader = new FileReader(key => _files.TryGetValue(key, out var file) && file.IsStored && PathOf(key) is var path && File.Exists(path) ? path : null);
        Receive<LocateFile>(OnLocate);
        Receive<FileHeld>(held => AddHolder(held.Key, Sender));
        Receive<FilesDropped>(OnDropped);
        Receive<FileUses>(OnUses);
        Receive<OfferFile>(OnOffer);
        Receive<FilePiece>(OnPiece);
        Receive<FileMissing>(OnMissing);
        Receive<ReadFile>(OnRead);
        Receive<Stored>(OnStored);
        Receive<Terminated>(terminated => OnGone(terminated.ActorRef));
        Receive<FlushFailed>(failed => _log.Warning("The records of the file store {Directory} cannot be written: {Reason}", _settings.Directory, failed.Error.Message));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(KeeperSettings settings) => Akka.Actor.Props.Create(() => new FileKeeper(settings));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Interval);
        if (Directory.Exists(_settings.Directory))
        {
            Open();
        }
    }

    protected override void PostStop()
    {
        _reader.Dispose();
        foreach (var file in _files.Values)
        {
            file.Pull?.Dispose();
        }

        try
        {
#pragma warning disable VSTHRD002 // The actor is over, and nobody else uses the store.
            _store?.CloseAsync().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            if (_settings.IsTemporary && Directory.Exists(_settings.Directory))
            {
                Directory.Delete(_settings.Directory, recursive: true);
            }
        }
        catch (Exception error) when (error is ScaleMsException or IOException or UnauthorizedAccessException)
        {
            _log.Warning("The file store {Directory} cannot be closed: {Reason}", _settings.Directory, error.Message);
        }
    }

    private string PathOf(string key) => Path.Combine(_store!.DataDirectory, key);

    private void Open()
    {
        BecomeStacked(Opening);
        _ = Task.Run(async () =>
        {
            Directory.CreateDirectory(_settings.Directory);
            return await FileStore.OpenAsync(_settings.Directory).ConfigureAwait(false);
        }).PipeTo(Self, success: static store => new Opened(store, null), failure: static error => new Opened(null, error));
    }

    private void Opening()
    {
        Receive<Opened>(opened =>
        {
            UnbecomeStacked();
            OnOpened(opened);
            Stash.UnstashAll();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    private void OnOpened(Opened opened)
    {
        if (opened.Store is null)
        {
            _problem = opened.Error!.Message;
            _log.Error("The file store {Directory} cannot be opened: {Reason}", _settings.Directory, _problem);
            return;
        }

        (_store, _problem) = (opened.Store, null);
        foreach (var key in _store.Files.Keys)
        {
            if (new FileInfo(PathOf(key.ToString())) is { Exists: true } info)
            {
                var file = FileOf(key.ToString(), info.Length);
                (file.Size, file.IsStored, file.Since) = (info.Length, true, Now);
                _bytes += info.Length;
            }
        }
    }

    private KeptFile FileOf(string key, long size)
    {
        if (!_files.TryGetValue(key, out var file))
        {
            _files.Add(key, file = new KeptFile(size) { Since = Now });
        }

        return file;
    }

    private void OnLocate(LocateFile locate)
    {
        if (!_files.TryGetValue(locate.Key, out var file))
        {
            Sender.Tell(new FileLocated(locate.Key, 0, []));
            return;
        }

        // Workers first, any of them, so that what many need is not read here each time.
        var holders = file.Holders.Where(holder => !holder.Equals(Sender)).ToArray();
        Random.Shared.Shuffle(holders);
        Sender.Tell(new FileLocated(locate.Key, file.Size, file.IsStored ? [.. holders, Self] : [.. holders]));
    }

    private void OnOffer(OfferFile offer)
    {
        if (!FileReferences.IsKey(offer.Key) || offer.Size < 0)
        {
            Sender.Tell(new FileRefused(offer.Key, $"'{offer.Key}' with {offer.Size} bytes is no file"));
            return;
        }

        if (_store is null && _problem is null)
        {
            Open();
            Stash.Stash();
            return;
        }

        if (_problem is not null)
        {
            Sender.Tell(new FileRefused(offer.Key, $"the master's file store cannot be used: {_problem}"));

            // The next offer finds whether that is over.
            _problem = null;
            return;
        }

        var file = FileOf(offer.Key, offer.Size);
        if (offer.IsHeld)
        {
            AddHolder(offer.Key, Sender);
        }

        if (file.IsStored && File.Exists(PathOf(offer.Key)))
        {
            file.Since = Now;
            DiscardIncoming(offer);
            Sender.Tell(new FileKept(offer.Key));
            return;
        }

        if (file.IsComing)
        {
            if (!file.Askers.Contains(Sender))
            {
                file.Askers.Add(Sender);
            }

            return;
        }

        if (!MakeRoom(offer.Size))
        {
            Sender.Tell(new FileRefused(offer.Key, string.Create(
                CultureInfo.InvariantCulture,
                $"the master's file store {_settings.Directory} has {_bytes} of {_settings.Bound} bytes, all needed by unfinished tasks, and the file {offer.Key} has {offer.Size}; raise scalems.files.store-size")));
            return;
        }

        file.Size = offer.Size;
        file.IsStored = false;
        _bytes += offer.Size;
        Receive(offer, file);
    }

    /// <summary>The store has the file or cannot have it, so that what was put beside it is not needed.</summary>
    private void DiscardIncoming(OfferFile? offer)
    {
        if (offer?.Path is { } path && SharedStore.IsIncoming(_settings.Directory, path))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _log.Warning("The file {Path} cannot be deleted: {Reason}", path, error.Message);
            }
        }
    }

    private void Receive(OfferFile offer, KeptFile file)
    {
        file.Askers.Add(Sender);
        var key = ResourceIdentifier.Parse(offer.Key);
        try
        {
            if (offer.Path is { } path && (Sender.IsLocal() || SharedStore.IsIncoming(_settings.Directory, path)) && File.Exists(path))
            {
                _ = CopyAsync(_store!, key, path).PipeTo(Self, success: () => new Stored(offer.Key, null) { Offer = offer }, failure: error => new Stored(offer.Key, error) { Offer = offer });
                return;
            }

            file.Pull = new FilePull(offer.Key, offer.Size, _store!.Receive(key, offer.Size), Self);
            file.Pull.From(Sender);
            StoreIfAllIsHere(offer.Key, file);
        }
        catch (ScaleMsException error)
        {
            Self.Tell(new Stored(offer.Key, error));
        }
    }

    private static async Task CopyAsync(FileStore store, ResourceIdentifier key, string path)
    {
        var reference = await store.GetFileReferenceAsync(new FileInfo(path)).ConfigureAwait(false);
        if (reference.Key != key)
        {
            throw new ContextException($"the file {path} has changed while it was kept: its key is {reference.Key}, not {key}");
        }
    }

    private void OnPiece(FilePiece piece)
    {
        if (!_files.TryGetValue(piece.Key, out var file) || file.Pull is null or { IsComplete: true })
        {
            return;
        }

        try
        {
            file.Pull.Take(piece, Sender);
            StoreIfAllIsHere(piece.Key, file);
        }
        catch (ScaleMsException error)
        {
            OnStored(new Stored(piece.Key, error));
        }
    }

    private void StoreIfAllIsHere(string key, KeptFile file)
    {
        if (file.Pull is { IsComplete: true, File: var arrived })
        {
            var store = _store!;
            _ = TakeAsync().PipeTo(Self, success: () => new Stored(key, null), failure: error => new Stored(key, error));

            async Task TakeAsync()
            {
                await arrived.CompleteAsync().ConfigureAwait(false);
                await store.TakeFileAsync(arrived).ConfigureAwait(false);
            }
        }
    }

    private void OnMissing(FileMissing missing)
    {
        if (_files.TryGetValue(missing.Key, out var file) && file.Pull is { IsComplete: false } pull && Sender.Equals(pull.Source))
        {
            OnStored(new Stored(missing.Key, new ContextException($"the file {missing.Key} cannot be read where it is: {missing.Reason}")));
        }
    }

    private void OnStored(Stored stored)
    {
        DiscardIncoming(stored.Offer);
        if (!_files.TryGetValue(stored.Key, out var file) || !file.IsComing)
        {
            return;
        }

        file.Pull?.Dispose();
        file.Pull = null;
        var askers = file.Askers.ToArray();
        file.Askers.Clear();
        file.IsStored = stored.Error is null or DuplicateKeyException;
        file.Since = Now;
        _isDirty = true;
        if (!file.IsStored)
        {
            _bytes -= file.Size;
            _log.Warning("The file {Key} cannot be kept: {Reason}", stored.Key, stored.Error!.Message);
        }

        foreach (var asker in askers)
        {
            asker.Tell(file.IsStored ? new FileKept(stored.Key) : new FileRefused(stored.Key, stored.Error!.Message));
        }

        DropIfUnneeded(stored.Key, file);
    }

    private void OnRead(ReadFile read)
    {
        var answer = _reader.Answer(read);
        if (answer is FileMissing && _files.TryGetValue(read.Key, out var file) && file.IsStored)
        {
            _log.Error("The file {Key} has vanished from the store {Directory}", read.Key, _settings.Directory);
            Unstore(read.Key, file);
        }

        Sender.Tell(answer);
    }

    private void OnUses(FileUses uses)
    {
        foreach (var use in uses.Changes)
        {
            var file = FileOf(use.Key, size: 0);
            file.Needed += use.Needed;
            file.Mentioned += use.Mentioned;
            (file.WasUsed, file.Since) = (true, Now);
            DropIfUnneeded(use.Key, file);
        }
    }

    private void AddHolder(string key, IActorRef holder)
    {
        if (_files.TryGetValue(key, out var file) && file.Holders.Count < MostHolders && !file.Holders.Contains(holder))
        {
            file.Holders.Add(holder);
            Context.Watch(holder);
        }
    }

    private void OnDropped(FilesDropped dropped)
    {
        foreach (var key in dropped.Keys)
        {
            if (_files.TryGetValue(key, out var file))
            {
                file.Holders.Remove(Sender);
                DropIfUnneeded(key, file);
            }
        }
    }

    private void OnGone(IActorRef holder)
    {
        foreach (var (key, file) in _files.ToList())
        {
            file.Holders.Remove(holder);
            file.Askers.Remove(holder);
            if (file.Pull is { IsComplete: false } pull && pull.Source.Equals(holder))
            {
                file.Askers.Add(ActorRefs.Nobody);
                OnStored(new Stored(key, new ContextException($"the file {key} was on its way when its worker or client ended")));
            }
        }
    }

    private void OnTick()
    {
        _reader.Tick();
        foreach (var (key, file) in _files.ToList())
        {
            AskAgain(key, file);
            DropIfUnneeded(key, file);
        }

        if (_isDirty && _store is { IsClosed: false } store)
        {
            _isDirty = false;
            _ = store.FlushAsync().PipeTo(Self, failure: static error => new FlushFailed(error));
        }
    }

    /// <summary>Clients are not watched, so one that has gone is noticed here. One that is still there offers the file again.</summary>
    private void AskAgain(string key, KeptFile file)
    {
        if (file.Pull is not { IsComplete: false } pull || !pull.IsStuck())
        {
            file.Stuck = 0;
        }
        else if (++file.Stuck > MostStuck)
        {
            OnStored(new Stored(key, new ContextException($"nothing has come of the file {key} for {MostStuck * Interval.TotalSeconds} s")));
        }
        else
        {
            // A piece, or the question for it, is lost.
            pull.From(pull.Source);
        }
    }

    /// <summary>Deletes what no task and no record needs any more.</summary>
    private void DropIfUnneeded(string key, KeptFile file)
    {
        if (file.Needed > 0 || file.Mentioned > 0 || file.IsComing || (!file.WasUsed && Now - file.Since < UnusedFor))
        {
            return;
        }

        Drop(key, file);
    }

    private void Drop(string key, KeptFile file)
    {
        Unstore(key, file);
        _files.Remove(key);
        foreach (var holder in file.Holders)
        {
            holder.Tell(new FilesForgotten([key]));
        }
    }

    private void Unstore(string key, KeptFile file)
    {
        if (!file.IsStored)
        {
            return;
        }

        (file.IsStored, _isDirty) = (false, true);
        _bytes -= file.Size;
        try
        {
            _store!.RemoveFile(ResourceIdentifier.Parse(key));
        }
        catch (ScaleMsException error)
        {
            _log.Warning("The file {Key} cannot be deleted: {Reason}", key, error.Message);
        }
    }

    /// <summary>Deletes what only records of final tasks mention, until there is room.</summary>
    private bool MakeRoom(long size)
    {
        if (_settings.Bound is not { } bound || _bytes + size <= bound)
        {
            return true;
        }

        foreach (var (key, file) in _files.Where(static entry => entry.Value is { IsStored: true, Needed: 0, IsComing: false, WasUsed: true }).OrderBy(static entry => entry.Value.Since).ToList())
        {
            Drop(key, file);
            if (_bytes + size <= bound)
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Opened(FileStore? Store, Exception? Error);

    private sealed record Stored(string Key, Exception? Error)
    {
        /// <summary>The offer of a file that was copied from a directory; null = it came in pieces.</summary>
        public OfferFile? Offer { get; init; }
    }

    private sealed record FlushFailed(Exception Error);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
