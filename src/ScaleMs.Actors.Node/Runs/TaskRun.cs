using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Input;
using ScaleMs.Actors.Node.Results;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Runs the lines of an input through a client: each line gets one result, and only tasks in flight are held in memory.</summary>
#pragma warning disable CA1001 // The semaphore has no waiters when the run has ended.
internal sealed class TaskRun(ScaleMsClient client, TaskLines lines, SubmissionRequest submission, ResultFile results, RunCounts counts) : IRun
#pragma warning restore CA1001
{
    // With --ordered, maximum distance between the first line without a result and the last line read.
    private const int OrderedWindow = 1_000_000;

    private readonly ConcurrentDictionary<int, (int Sequence, ResultPlace Place)> _inFlight = [];
    private readonly List<Task> _commands = [];
    private readonly SemaphoreSlim _window = new(OrderedWindow);

    public Task<long?> CountAsync(CancellationToken stop) => lines.CountAsync(stop);

    public async Task RunAsync(CancellationToken interrupted, CancellationToken abandoned)
    {
        try
        {
            await SubmissionCancel.RunAsync(
                client,
                submission,
                async abandon =>
                {
                    await ReceiveAsync(interrupted, abandon);
                    await Task.WhenAll(_commands).WaitAsync(abandon);
                },
                interrupted,
                abandoned);
        }
        finally
        {
            results.Flush();
        }
    }

    public async Task DetachAsync(CancellationToken interrupted)
    {
        var refused = await client.SubmitAllAsync(ReadAsync(interrupted), submission.Id, submission.MaxRunning, interrupted);
        foreach (var (index, record) in refused)
        {
            var (sequence, place) = _inFlight[index];
            End(sequence, place, record);
        }

        await Task.WhenAll(_commands).WaitAsync(interrupted);
    }

    private async Task ReceiveAsync(CancellationToken interrupted, CancellationToken abandoned)
    {
        await using var finished = client.RunAsync(ReadAsync(interrupted), submission.Id, maxRunning: submission.MaxRunning, cancellation: abandoned)
            .GetAsyncEnumerator(abandoned);
        while (true)
        {
            var next = finished.MoveNextAsync();
            if (!next.IsCompleted)
            {
                // Makes the results visible to the reader before the next task ends, which may take long.
                results.Flush();
            }

            if (!await next)
            {
                return;
            }

            _inFlight.TryRemove(finished.Current.Index, out var task);
            var record = finished.Current.Record;
            End(task.Sequence, task.Place, ClientOutputs.MayBeIn(record) ? await ClientOutputs.GetAsync(client, record, abandoned) : record);
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
            switch (TaskLine.Parse(text.Span))
            {
                case TaskLine.Input task:
                    _inFlight[index++] = (sequence, ResultPlace.OfLine(number, task.Task.Scheduling.Name));
                    yield return task.Task.Searching(submission.Path);
                    break;
                case TaskLine.Command command:
                    _commands.Add(SendAsync(sequence, ResultPlace.OfLine(number), command.Description));
                    break;
                case TaskLine.Malformed malformed:
                    End(sequence, ResultPlace.OfLine(number), Failure("", ErrorKind.Invalid, malformed.Reason));
                    results.Flush();
                    break;
            }
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<InputLine> input)
    {
        try
        {
            return await input.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            // Treat an interrupted input as ended.
            return false;
        }
    }

    private async Task SendAsync(int sequence, ResultPlace place, TaskDescription command)
    {
        TaskRecord record;
        try
        {
            record = await client.SendAsync(command);
        }
        catch (ScaleMsException error)
        {
            record = Failure(command.Uid ?? "", ErrorKind.Refused, error.Message);
        }

        End(sequence, place, record);
        results.Flush();
    }

    private void End(int sequence, ResultPlace place, TaskRecord record)
    {
        counts.Add(place, record);
        if (results.Add(sequence, place, record) is > 0 and var written)
        {
            _window.Release(written);
        }
    }

    private static TaskRecord Failure(string uid, ErrorKind kind, string reason) =>
        new() { Uid = uid, State = TaskState.Failed, TargetState = TaskState.Failed, ErrorKind = kind, Exception = reason };
}
