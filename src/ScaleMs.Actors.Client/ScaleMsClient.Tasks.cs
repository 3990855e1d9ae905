using System.Runtime.CompilerServices;
using Akka.Actor;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

public sealed partial class ScaleMsClient
{
    // Tasks submitted one by one share a submission. A new one is started after this number, so that old ones can be discarded.
    private const int SinglesPerSubmission = 4096;

    /// <summary>Adds a task and returns when the master has accepted it. Waits while <c>scalems.client.max-in-flight</c> tasks are unfinished.</summary>
    /// <exception cref="RefusedException">The master refused it.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public Task<TaskHandle> AddItemAsync(WorkItem item, CancellationToken cancellation = default) => SubmitAsync(item, cancellation);

    /// <inheritdoc cref="AddItemAsync(WorkItem, CancellationToken)"/>
    public async Task<TaskHandle<T>> AddItemAsync<T>(WorkItem<T> item, CancellationToken cancellation = default) =>
        new(await SubmitAsync(item.Item, cancellation).ConfigureAwait(false));

    /// <inheritdoc cref="AddItemAsync(WorkItem, CancellationToken)"/>
    public async Task<TaskHandle<T>> AddItemAsync<T>(WorkItem<T> item, TaskScheduling scheduling, CancellationToken cancellation = default) =>
        new(await SubmitAsync(TaskInput.Of(item.Item, scheduling), cancellation).ConfigureAwait(false));

    /// <inheritdoc cref="AddItemAsync(WorkItem, CancellationToken)"/>
    public async Task<TaskHandle> SubmitAsync(TaskInput task, CancellationToken cancellation = default)
    {
        if (task.Problem(MasterUid) is { } problem)
        {
            throw new RefusedException(problem);
        }

        task = await StagedAsync(task.Traced(), cancellation).ConfigureAwait(false);
        await EnterAsync(cancellation).ConfigureAwait(false);
        var watched = new WatchedTask();
        _ = watched.Result.Task.ContinueWith(
            static (_, client) => ((ScaleMsClient)client!).Leave(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        TaskRow row;
        lock (_gate)
        {
            if (_singles.Count == SinglesPerSubmission || _singles.HasFailed)
            {
                Retire(_singles);
                _singles = NewSubmission(Guid.CreateVersion7(), trace: null);
            }

            try
            {
                row = _singles.Add(task, watched);
            }
            catch (RefusedException refused)
            {
                // No other code has it: this releases its place.
                watched.Fail(refused);
                throw;
            }

            _session.Tell(new SessionActor.Single(row));
        }

        try
        {
            await watched.Accepted.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            watched.Fail(refused);
            throw;
        }

        return new TaskHandle(row.Uid.ToString(), watched.Result.Task);
    }

    /// <summary>Submits tasks and yields each when it is final, in order of completion.</summary>
    /// <param name="tasks">Read ahead of the results by up to <c>scalems.client.max-in-flight</c> tasks.</param>
    /// <param name="cancellation">Stops reading and waiting; submitted tasks keep running unless they are cancelled.</param>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public IAsyncEnumerable<FinishedTask> RunAsync(IEnumerable<TaskInput> tasks, CancellationToken cancellation = default) =>
        RunAsync(tasks.ToAsyncEnumerable(), cancellation);

    /// <inheritdoc cref="RunAsync(IEnumerable{TaskInput}, CancellationToken)"/>
    public IAsyncEnumerable<FinishedTask> RunAsync(IEnumerable<WorkItem> items, CancellationToken cancellation = default) =>
        RunAsync(items.Select(TaskInput.Of), cancellation);

    /// <inheritdoc cref="RunAsync(IEnumerable{TaskInput}, CancellationToken)"/>
    public IAsyncEnumerable<FinishedTask> RunAsync(IAsyncEnumerable<TaskInput> tasks, CancellationToken cancellation = default) =>
        RunAsync(tasks, Guid.CreateVersion7(), cancellation: cancellation);

    /// <param name="tasks">Read ahead of the results by up to <c>scalems.client.max-in-flight</c> tasks.</param>
    /// <param name="submissionId">
    /// A version 7 UUID that identifies the submission for <see cref="Cancel.Submission"/> and <see cref="ResultsAsync"/>. An id that was
    /// submitted before, with the same tasks, resumes that submission: no task runs twice.
    /// </param>
    /// <param name="cancellation">Stops reading and waiting; submitted tasks keep running unless they are cancelled.</param>
    /// <param name="maxRunning">Maximum number of the submission's tasks assigned to workers at one time; 0 = no limit.</param>
    /// <inheritdoc cref="RunAsync(IEnumerable{TaskInput}, CancellationToken)"/>
    public async IAsyncEnumerable<FinishedTask> RunAsync(
        IAsyncEnumerable<TaskInput> tasks, Guid submissionId, int maxRunning = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var submission = NewSubmission(submissionId, TraceParent.Current);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var submitting = Task.Run(() => SubmitAllAsync(submission, tasks, maxRunning, stop.Token), CancellationToken.None);
        var left = 0;
        try
        {
            await foreach (var finished in submission.Finished.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                left++;
                Leave();
                yield return finished;
            }

            await submitting.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _session.Tell(new SessionActor.Forget(submission.Id));
            await submitting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Releases the places of unfinished tasks when the caller stops waiting.
            if (submission.Count - left is > 0 and var open)
            {
                _inFlight.Release(open);
            }
        }
    }

    private async Task SubmitAllAsync(Submission submission, IAsyncEnumerable<TaskInput> tasks, int maxRunning, CancellationToken cancellation)
    {
        var batch = new BatchBuilder<TaskRow>();
        try
        {
            await using var input = tasks.GetAsyncEnumerator(cancellation);
            while (true)
            {
                var next = input.MoveNextAsync();
                if (!next.IsCompleted || _inFlight.CurrentCount == 0)
                {
                    // No more tasks are ready.
                    Send();
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                await EnterAsync(cancellation).ConfigureAwait(false);
                var task = input.Current;
                try
                {
                    task = await StagedAsync(task, cancellation).ConfigureAwait(false);
                }
                catch (RefusedException refused)
                {
                    submission.AddRefused(TaskUidOf(task), refused.Message);
                    continue;
                }

                if (!TryAdd(submission, task, out var row))
                {
                    continue;
                }

                if (!batch.HasRoomFor(row))
                {
                    Send();
                }

                batch.Add(row);
                if (batch.IsFull)
                {
                    Send();
                }
            }
        }
        finally
        {
            Send();
            submission.Complete();
        }

        void Send()
        {
            if (!batch.IsEmpty)
            {
                _session.Tell(new SessionActor.Submit(submission, batch.Close(), maxRunning));
            }
        }
    }

    /// <summary>The task, when the master has the files of this client that it needs. An invalid one is refused later, with its reason.</summary>
    private async ValueTask<TaskInput> StagedAsync(TaskInput task, CancellationToken cancellation)
    {
        if (task.Content is not TaskDescription { InputStaging.IsEmpty: false } || task.Problem(MasterUid) is not null)
        {
            return task;
        }

        try
        {
            return await Files.StageInAsync(task, cancellation).ConfigureAwait(false);
        }
        catch (ScaleMsException error) when (error is not MasterUnavailableException)
        {
            throw new RefusedException($"input_staging: {error.Message}");
        }
    }

    /// <summary>Adds a task, or ends it in its place with the reason why it is invalid.</summary>
    private bool TryAdd(Submission submission, TaskInput task, out TaskRow row)
    {
        row = default;
        try
        {
            if (task.Problem(MasterUid) is { } problem)
            {
                submission.AddRefused(TaskUidOf(task), problem);
                return false;
            }

            row = submission.Add(task, watched: null);
            return true;
        }
        catch (RefusedException refused)
        {
            submission.AddRefused(TaskUidOf(task), refused.Message);
            return false;
        }
    }

    private static string TaskUidOf(TaskInput task)
    {
        try
        {
            return SubmissionRows.One(task, new TaskKey(Guid.Empty, 0)).Uid.ToString();
        }
        catch (ProtocolException)
        {
            return "";
        }
    }

    /// <summary>Discards a submission whose tasks have all ended.</summary>
    private void Retire(Submission submission)
    {
        submission.Complete();
        _ = submission.Finished.Completion.ContinueWith(
            _ => _session.Tell(new SessionActor.Forget(submission.Id)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        var entering = _inFlight.WaitAsync(cancellation);
        if (!entering.IsCompleted)
        {
            await Task.WhenAny(entering, _lost).ConfigureAwait(false);
        }

        if (_lost.IsCompleted)
        {
            throw await _lost.ConfigureAwait(false);
        }

        await entering.ConfigureAwait(false);
    }

    private void Leave() => _inFlight.Release();
}
