using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Input;
using ScaleMs.Actors.Node.Results;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Runs the lines of an input through a client: each line gets one result, and no more is held than is in flight.</summary>
#pragma warning disable CA1001 // Nobody waits at its semaphore when the run has ended.
internal sealed class TaskRun(ScaleMsClient client, TaskLines lines, ResultFile results, RunCounts counts)
#pragma warning restore CA1001
{
    private static readonly TimeSpan CancelInterval = TimeSpan.FromMilliseconds(500);

    // Longer than scalems.worker.grace by default, so that even tasks that do not listen are reported.
    private static readonly TimeSpan CancelDeadline = TimeSpan.FromSeconds(10);

    // Lines between the first that has no result yet and the last that is read, with --ordered.
    private const int OrderedWindow = 1_000_000;

    private readonly Guid _submission = Guid.CreateVersion7();
    private readonly ConcurrentDictionary<int, (int Sequence, int Line)> _inFlight = [];
    private readonly List<Task> _commands = [];
    private readonly SemaphoreSlim _window = new(OrderedWindow);

    /// <summary>Runs all lines.</summary>
    /// <param name="interrupted">Ends the reading, and cancels what has been submitted.</param>
    /// <param name="abandoned">Ends also the waiting for that.</param>
    public async Task RunAsync(CancellationToken interrupted, CancellationToken abandoned)
    {
        using var ended = new CancellationTokenSource();
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        var canceling = CancelWhenInterruptedAsync(abandon, interrupted, ended.Token);
        try
        {
            await ReceiveAsync(interrupted, abandon.Token);
            await Task.WhenAll(_commands).WaitAsync(abandon.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await canceling;
            results.Flush();
        }
    }

    private async Task ReceiveAsync(CancellationToken interrupted, CancellationToken abandoned)
    {
        await using var finished = client.RunAsync(ReadAsync(interrupted), _submission, abandoned).GetAsyncEnumerator(abandoned);
        while (true)
        {
            var next = finished.MoveNextAsync();
            if (!next.IsCompleted)
            {
                // Whoever reads the results sees them before the next one takes its time.
                results.Flush();
            }

            if (!await next)
            {
                return;
            }

            _inFlight.TryRemove(finished.Current.Index, out var place);
            End(place.Sequence, place.Line, finished.Current.Record);
        }
    }

    private async IAsyncEnumerable<TaskInput> ReadAsync(CancellationToken interrupted, [EnumeratorCancellation] CancellationToken stop = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, stop);
        await using var input = lines.ReadAsync(either.Token).GetAsyncEnumerator(either.Token);
        var index = 0;
        while (await MoveNextAsync(input))
        {
            var (number, text) = input.Current;
            await _window.WaitAsync(either.Token);
            var sequence = counts.AddRead();
            switch (TaskLine.Parse(text))
            {
                case TaskLine.Input task:
                    _inFlight[index++] = (sequence, number);
                    yield return task.Task;
                    break;
                case TaskLine.Command command:
                    _commands.Add(SendAsync(sequence, number, command.Description));
                    break;
                case TaskLine.Malformed malformed:
                    End(sequence, number, Failure("", malformed.Reason));
                    results.Flush();
                    break;
            }
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<(int Number, string Text)> input)
    {
        try
        {
            return await input.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            // An interrupted input has ended.
            return false;
        }
    }

    private async Task SendAsync(int sequence, int line, TaskDescription command)
    {
        TaskRecord record;
        try
        {
            record = await client.SendAsync(command);
        }
        catch (ScaleMsException error)
        {
            record = Failure(command.Uid ?? "", error.Message);
        }

        End(sequence, line, record);
        results.Flush();
    }

    private void End(int sequence, int line, TaskRecord record)
    {
        counts.Add(line, record);
        if (results.Add(sequence, line, record) is > 0 and var written)
        {
            _window.Release(written);
        }
    }

    private static TaskRecord Failure(string uid, string reason) =>
        new() { Uid = uid, State = TaskState.Failed, TargetState = TaskState.Failed, Exception = reason };

    /// <summary>Repeats the command, because it may overtake the last tasks on their way to the master.</summary>
    private async Task CancelWhenInterruptedAsync(CancellationTokenSource abandon, CancellationToken interrupted, CancellationToken ended)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupted, ended);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            abandon.CancelAfter(CancelDeadline);
            while (!ended.IsCancellationRequested)
            {
                await client.CancelAsync(new Cancel { Submission = _submission }, ended);
                await Task.Delay(CancelInterval, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
        catch (ScaleMsException)
        {
            // The master does not know the submission, or is gone: then the run ends by itself or by the deadline.
        }
    }
}
