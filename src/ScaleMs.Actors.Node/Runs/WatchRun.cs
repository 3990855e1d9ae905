using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Prints state changes: of single tasks until all are final, otherwise until interrupted.</summary>
internal sealed class WatchRun(ScaleMsClient client, Subscribe subscribe, TextWriter output)
{
    // Notifications may be lost, so the state of watched tasks is also polled.
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> _open = [.. subscribe.Ids];
    private Task<bool> _next = Task.FromResult(false);

    public async Task RunAsync(CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var changes = client.WatchAsync(subscribe, ended.Token).GetAsyncEnumerator(ended.Token);
        _next = changes.MoveNextAsync().AsTask();
        try
        {
            await PrintAsync(changes, stop);
        }
        finally
        {
            await ended.CancelAsync();
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await changes.DisposeAsync();
        }
    }

    private async Task PrintAsync(IAsyncEnumerator<TaskStateChanged> changes, CancellationToken stop)
    {
        if (!subscribe.Ids.IsEmpty)
        {
            await AskAsync(mustBeKnown: true, stop);
        }

        while (subscribe.Ids.IsEmpty || _open.Count > 0 || _next.IsCompleted)
        {
            if (!await HasComeAsync(stop))
            {
                await TryAskAsync(stop);
            }
            else if (await _next)
            {
                Print(changes.Current);
                _next = changes.MoveNextAsync().AsTask();
            }
            else
            {
                return;
            }
        }
    }

    private async Task<bool> HasComeAsync(CancellationToken stop)
    {
        if (!subscribe.Ids.IsEmpty)
        {
            await Task.WhenAny(_next, Task.Delay(Check, stop));
            stop.ThrowIfCancellationRequested();
            return _next.IsCompleted;
        }

        return true;
    }

    private void Print(TaskStateChanged change)
    {
        output.WriteLine(ContractText.Of(change));
        if (change.To.IsFinal())
        {
            _open.Remove(change.Uid);
        }
    }

    /// <summary>Ignores a master that does not answer: it may come back; otherwise the changes end with the error.</summary>
    private async Task TryAskAsync(CancellationToken stop)
    {
        try
        {
            await AskAsync(mustBeKnown: false, stop);
        }
        catch (MasterUnavailableException) when (!_next.IsCompleted)
        {
        }
    }

    private async Task AskAsync(bool mustBeKnown, CancellationToken stop)
    {
        await foreach (var reply in client.PagesAsync(new Query { Ids = [.. _open], Limit = 10_000 }, stop))
        {
            if (mustBeKnown && !reply.Unknown.IsEmpty)
            {
                throw new NodeException($"no task has the uid {reply.Unknown[0]}");
            }

            _open.ExceptWith(reply.Unknown);
            _open.ExceptWith(reply.Records.Where(static record => record.State.IsFinal()).Select(static record => record.Uid));
        }
    }
}
