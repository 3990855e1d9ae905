using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Connection.Files;

/// <summary>
/// What a process wants of the master's files: to have some, and to have others kept. It lives as long as the process, while actor systems come and go: the
/// current <see cref="FileDesk"/> attaches itself and does what is open. All methods may be called on any thread.
/// </summary>
public sealed class FilePort
{
    private readonly Lock _gate = new();
    private readonly HashSet<Request> _open = [];
    private IActorRef? _desk;

    /// <summary>The keeper of the master's files; null = there is no master now. Only the desk uses it, and the next one if it fails.</summary>
    internal IActorRef? Keeper { get; set; }

    /// <summary>Fetches a file.</summary>
    /// <param name="key">The file's key.</param>
    /// <param name="receive">Begins to receive a file of so many bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The file, complete, for the caller to put in its place.</returns>
    /// <exception cref="FileLostException">There is no copy.</exception>
    /// <exception cref="ScaleMsException">It cannot be received.</exception>
    public async Task<IncomingFile> FetchAsync(string key, Func<long, IncomingFile> receive, CancellationToken cancellation)
    {
        var fetch = new Fetch(key, receive);
        await DoAsync(fetch, cancellation).ConfigureAwait(false);
        return fetch.File!;
    }

    /// <summary>Returns when the master has a copy of the file, which must not be deleted before.</summary>
    /// <param name="key">The file's key.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="path">Its full path.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="shared">True = the path is in the directory that the master has too.</param>
    /// <exception cref="ScaleMsException">The master cannot keep it.</exception>
    public Task KeepAsync(string key, long size, string path, CancellationToken cancellation, bool shared = false) => DoAsync(new Keep(key, size, path, shared), cancellation);

    /// <summary>Gives the desk what is open, and all that follows.</summary>
    internal void Attach(IActorRef desk)
    {
        lock (_gate)
        {
            _desk = desk;
            foreach (var request in _open)
            {
                desk.Tell(request);
            }
        }
    }

    internal void Detach(IActorRef desk)
    {
        lock (_gate)
        {
            _desk = desk.Equals(_desk) ? null : _desk;
        }
    }

    private async Task DoAsync(Request request, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _open.Add(request);
            _desk?.Tell(request);
        }

        try
        {
            await request.Done.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            request.Done.TrySetCanceled(CancellationToken.None);
            lock (_gate)
            {
                _open.Remove(request);
            }
        }
    }

    /// <summary>Something that is wanted.</summary>
    internal abstract class Request(string key)
    {
        public string Key { get; } = key;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class Fetch(string key, Func<long, IncomingFile> receive) : Request(key)
    {
        public IncomingFile? File { get; private set; }

        public IncomingFile Receive(long size) => receive(size);

        public void Complete(IncomingFile file)
        {
            File = file;
            if (!Done.TrySetResult())
            {
                file.Dispose();
            }
        }
    }

    internal sealed class Keep(string key, long size, string path, bool shared) : Request(key)
    {
        public long Size { get; } = size;

        public string Path { get; } = path;

        public bool IsShared { get; } = shared;
    }
}
