using ScaleMs.Actors.Client;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>
/// A session with the master for each stream of tasks or results, so that one whose other end is slow holds up no other, and a bound on their number.
/// </summary>
/// <param name="open">Opens one.</param>
internal sealed class Sessions(Func<Task<ScaleMsClient>> open)
{
    private int _free = RequestLimits.Streams;

    /// <summary>A session, to be disposed of; null = there are too many streams.</summary>
    public async Task<Session?> TryOpenAsync()
    {
        if (Interlocked.Decrement(ref _free) < 0)
        {
            Interlocked.Increment(ref _free);
            return null;
        }

        try
        {
            return new Session(this, await open().ConfigureAwait(false));
        }
        catch
        {
            Interlocked.Increment(ref _free);
            throw;
        }
    }

    internal sealed class Session(Sessions sessions, ScaleMsClient client) : IAsyncDisposable
    {
        public ScaleMsClient Client => client;

        public async ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref sessions._free);
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }
}
