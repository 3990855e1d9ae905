using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Feed;

/// <summary>
/// Asks the master once a second, for all pages together, and keeps what a new page shows of the last minutes. A second is written once, however many
/// pages read it.
/// </summary>
internal sealed partial class MasterFeed(ScaleMsClient client, ILogger log) : IAsyncDisposable
{
    private const int MostPoints = 900;
    private const int MostRuns = 3_000;
    private const int MostFailures = 200;

    // A page that is further behind is cut off; it connects again and begins anew.
    private const int MostBehind = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A script reads an absent member as something else than null.
    private static readonly JsonSerializerOptions Json = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TickBuilder _builder = new();
    private readonly Queue<TickPoint> _points = new();
    private readonly Queue<TickRun> _runs = new();
    private readonly Queue<TickFailure> _failures = new();
    private readonly List<Channel<ReadOnlyMemory<byte>>> _pages = [];
    private Tick? _tick;
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to ask.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>The events of a new page, each ready to be sent: first the history, then each second; null = there are too many pages.</summary>
    public Page? Open()
    {
        var channel = Channel.CreateBounded<ReadOnlyMemory<byte>>(MostBehind);
        lock (_gate)
        {
            if (_pages.Count >= RequestLimits.Pages)
            {
                return null;
            }

            if (_stop.IsCancellationRequested)
            {
                channel.Writer.Complete();
            }
            else
            {
                _pages.Add(channel);
                if (_tick is { } tick)
                {
                    channel.Writer.TryWrite(History(tick));
                }
            }
        }

        return new Page(this, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _pages.ForEach(static page => page.Writer.TryComplete());
            _pages.Clear();
        }

        _stop.Dispose();
    }

    private static ReadOnlyMemory<byte> Event<T>(ReadOnlySpan<byte> name, T data)
    {
        using var text = new MemoryStream();
        text.Write("event: "u8);
        text.Write(name);
        text.Write("\ndata: "u8);
        JsonSerializer.Serialize(text, data, Json);
        text.Write("\n\n"u8);
        return text.ToArray();
    }

    private async Task RunAsync()
    {
        var after = 0L;
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                var observation = await client.ObserveAsync(new Observe { After = after }, _stop.Token).ConfigureAwait(false);
                after = observation.Next;
                Publish(_builder.Next(observation));
            }
            catch (ScaleMsException error)
            {
                NoAnswer(log, error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }

    private void Publish(Tick tick)
    {
        lock (_gate)
        {
            var isFirst = _tick is null;
            _tick = tick;
            Add(_points, [new TickPoint(tick.At, tick.States, tick.Rate)], MostPoints);
            Add(_runs, tick.Runs, MostRuns);
            Add(_failures, tick.Failures, MostFailures);
            if (_pages.Count == 0)
            {
                return;
            }

            var next = isFirst ? History(tick) : Event("tick"u8, tick);
            foreach (var page in _pages.Where(page => !page.Writer.TryWrite(next)).ToArray())
            {
                page.Writer.TryComplete();
                _pages.Remove(page);
            }
        }
    }

    private ReadOnlyMemory<byte> History(Tick tick) => Event("history"u8, new TickHistory([.. _points], [.. _runs], [.. _failures], tick));

    private static void Add<T>(Queue<T> kept, ImmutableArray<T> added, int most)
    {
        foreach (var item in added)
        {
            if (kept.Count == most)
            {
                kept.Dequeue();
            }

            kept.Enqueue(item);
        }
    }

    private void Close(Channel<ReadOnlyMemory<byte>> page)
    {
        lock (_gate)
        {
            _pages.Remove(page);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The page has no answer from the master: {Reason}")]
    private static partial void NoAnswer(ILogger log, string reason);

    /// <summary>The events of one page. Disposing it ends them.</summary>
    internal sealed class Page(MasterFeed feed, Channel<ReadOnlyMemory<byte>> events) : IDisposable
    {
        public ChannelReader<ReadOnlyMemory<byte>> Events => events.Reader;

        public void Dispose() => feed.Close(events);
    }
}
