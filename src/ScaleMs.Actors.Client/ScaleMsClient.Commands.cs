using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Akka.Actor;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Client;

public sealed partial class ScaleMsClient
{
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Asks for the master's identity.</summary>
    public async Task<BackendVersion> HelloAsync(CancellationToken cancellation = default)
    {
        var record = await SendAsync(new HelloCommand(), cancellation).ConfigureAwait(false);
        return record.ReturnValue?.Deserialize<BackendVersion>(JsonSerializerOptions.Web)
            ?? throw new RefusedException($"the answer to hello has no version: {record.Exception}");
    }

    /// <summary>Asks for records and for the master's status.</summary>
    public Task<QueryReply> QueryAsync(Query query, CancellationToken cancellation = default) => AnswerAsync<QueryReply>(query, cancellation);

    /// <summary>The answers to a query, page by page, until there is no further one. <see cref="Query.Limit"/> is that of a page.</summary>
    public async IAsyncEnumerable<QueryReply> PagesAsync(Query query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var page = query; ;)
        {
            var reply = await QueryAsync(page, cancellation).ConfigureAwait(false);
            yield return reply;
            if (reply.Next is null)
            {
                yield break;
            }

            page = page with { After = reply.Next };
        }
    }

    /// <summary>Asks for the state of the master, and for what has happened since an earlier answer.</summary>
    public Task<Observation> ObserveAsync(Observe observe, CancellationToken cancellation = default) => AnswerAsync<Observation>(observe, cancellation);

    /// <summary>Asks which tasks of a submission wait for which.</summary>
    public Task<WorkGraph> ReadGraphAsync(Guid submission, CancellationToken cancellation = default) => AnswerAsync<WorkGraph>(new ReadGraph(submission), cancellation);

    /// <summary>Cancels tasks.</summary>
    /// <returns>The command's record; its return value has the number of cancelled tasks.</returns>
    public Task<TaskRecord> CancelAsync(Cancel cancel, CancellationToken cancellation = default) => SendAsync(cancel, cancellation);

    /// <summary>Cancels one task.</summary>
    public Task<TaskRecord> CancelAsync(TaskHandle task, CancellationToken cancellation = default) => SendAsync(new Cancel { Ids = [task.Uid] }, cancellation);

    /// <summary>Cancels all tasks submitted by this client.</summary>
    public Task<TaskRecord> CancelAllAsync(CancellationToken cancellation = default) => SendAsync(new Cancel { Client = SessionId }, cancellation);

    /// <summary>Stops the master once all accepted tasks have finished, and then returns. There is no deadline.</summary>
    /// <param name="now">Drops queued tasks and cancels running ones.</param>
    /// <param name="cancellation">Stops waiting; the master stops nevertheless.</param>
    /// <returns>The command's record; its return value has the dropped tasks and the <see cref="SessionReport"/>.</returns>
    public Task<TaskRecord> StopAsync(bool now = false, CancellationToken cancellation = default) =>
        ReplyAsync(new StopCommand { Now = now }, Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Statistics of the master's tasks since it started.</summary>
    public async Task<SessionReport> ReportAsync(CancellationToken cancellation = default) =>
        SessionReport.Parse(JsonSerializer.SerializeToUtf8Bytes((await SendAsync(new ReportCommand(), cancellation).ConfigureAwait(false)).ReturnValue));

    /// <summary>A task's output so far, from the offsets of an earlier answer.</summary>
    /// <exception cref="RefusedException">The master does not know the task.</exception>
    public Task<TaskLog> ReadLogAsync(ReadLog read, CancellationToken cancellation = default) => AnswerAsync<TaskLog>(read, cancellation);

    /// <summary>
    /// Yields the subscribed state changes from now on until <paramref name="cancellation"/>, also across restarts of the master. Changes
    /// during a lost connection are missing: <see cref="QueryAsync"/> returns the current state.
    /// </summary>
    /// <exception cref="RefusedException">The master refused the subscription.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public async IAsyncEnumerable<TaskStateChanged> WatchAsync(
        Subscribe subscribe, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (subscribe.Problem() is { } problem)
        {
            throw new RefusedException(problem);
        }

        var changes = Channel.CreateUnbounded<TaskStateChanged>();
        await foreach (var change in ReadAsync(new TaskWatch(subscribe, changes.Writer), changes.Reader, cancellation).ConfigureAwait(false))
        {
            yield return change;
        }
    }

    /// <summary>
    /// Yields the state of every worker, and every change of one from now on, until <paramref name="cancellation"/>, also across restarts of the master.
    /// </summary>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public IAsyncEnumerable<WorkerStateChanged> WatchWorkersAsync(CancellationToken cancellation = default)
    {
        var changes = Channel.CreateUnbounded<WorkerStateChanged>();
        return ReadAsync(new WorkerWatch(changes.Writer), changes.Reader, cancellation);
    }

    /// <summary>Has the master start workers; returns when it has written that down.</summary>
    /// <returns>Their uids.</returns>
    /// <exception cref="RefusedException">It does not; the message says why.</exception>
    public async Task<ImmutableArray<string>> AddWorkersAsync(WorkerDescription worker, int count = 1, CancellationToken cancellation = default)
    {
        var record = await SendAsync(new AddWorkers { Worker = worker, Count = count }, cancellation).ConfigureAwait(false);
        return [.. record.ReturnValue?.EnumerateArray().Select(static uid => uid.GetString()!) ?? []];
    }

    /// <summary>Lets workers go: they finish their tasks and leave.</summary>
    /// <exception cref="RefusedException">There is no worker of one of these uids; the others are let go.</exception>
    public Task<TaskRecord> ReleaseWorkersAsync(ReleaseWorkers release, CancellationToken cancellation = default) => SendAsync(release, cancellation);

    /// <summary>Waits until workers are registered.</summary>
    /// <exception cref="RefusedException">One has failed, or the deadline is over; the message says why.</exception>
    public Task<TaskRecord> WaitWorkersAsync(WaitWorkers wait, CancellationToken cancellation = default) =>
        ReplyAsync(wait, TimeSpan.FromSeconds(wait.Deadline) + CommandDeadline, cancellation);

    private async IAsyncEnumerable<T> ReadAsync<T>(Watch watch, ChannelReader<T> changes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _session.Tell(new SessionActor.StartWatch(watch));
        try
        {
            await foreach (var change in changes.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            _session.Tell(new SessionActor.EndWatch(watch));
        }
    }

    /// <summary>Sends any command that is answered with a <see cref="CommandReply"/>, including user-defined ones.</summary>
    /// <exception cref="RefusedException">The command failed; the message says why.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost, or did not answer within 30 s.</exception>
    public Task<TaskRecord> SendAsync(Command command, CancellationToken cancellation = default) => ReplyAsync(command, CommandDeadline, cancellation);

    /// <summary>Sends a command in its JSON form, as a description of mode <see cref="Cpi.Mode"/>.</summary>
    /// <inheritdoc cref="SendAsync(Command, CancellationToken)"/>
    public Task<TaskRecord> SendAsync(TaskDescription command, CancellationToken cancellation = default) => ReplyAsync(command, CommandDeadline, cancellation);

    private async Task<T> AnswerAsync<T>(Command command, CancellationToken cancellation) => await AskAsync(command, CommandDeadline, cancellation).ConfigureAwait(false) switch
    {
        T answer => answer,
        CommandReply { Record: var failed } => throw RefusedException.Of(failed),
        var other => throw new RefusedException($"the {command.GetType().Name} was answered with a {other.GetType().FullName}"),
    };

    private async Task<TaskRecord> ReplyAsync(object command, TimeSpan deadline, CancellationToken cancellation)
    {
        var reply = await AskAsync(command, deadline, cancellation).ConfigureAwait(false);
        return reply is CommandReply { Record: var record }
            ? record.State == TaskState.Done ? record : throw RefusedException.Of(record)
            : throw new RefusedException($"the command was answered with a {reply.GetType().FullName}");
    }

    /// <summary>Asks the master once connected; idempotent commands are sent again after a lost connection.</summary>
    private async Task<object> AskAsync(object command, TimeSpan deadline, CancellationToken cancellation)
    {
        while (true)
        {
            var connected = _master.Connected.WaitAsync(cancellation);
            await Task.WhenAny(connected, _lost).ConfigureAwait(false);
            if (!connected.IsCompleted)
            {
                throw await _lost.ConfigureAwait(false);
            }

            var connection = await connected.ConfigureAwait(false);
            CheckSize(command, connection.Master);
            if (await AskAsync(command, connection, deadline, cancellation).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            if (command is not (HelloCommand or Query or Observe or ReadGraph or ReadLog or ReportCommand or Cancel or WaitWorkers))
            {
                throw new MasterUnavailableException($"the connection to the master was lost before it answered the {command.GetType().Name}; whether it has done it is unknown");
            }
        }
    }

    /// <summary>Asks over one connection.</summary>
    /// <returns>Null = the connection was lost before the answer arrived.</returns>
    private async Task<object?> AskAsync(object command, MasterReference.Connection connection, TimeSpan deadline, CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asking = connection.Master.Ask<object>(command, deadline, giveUp.Token);
        await Task.WhenAny(asking, connection.Ended, _lost).ConfigureAwait(false);
        if (!asking.IsCompleted)
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!asking.IsCompletedSuccessfully)
            {
                return _lost.IsCompleted ? throw await _lost.ConfigureAwait(false) : null;
            }
        }

        try
        {
            return await asking.ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            throw new MasterUnavailableException($"the master did not answer within {deadline.TotalSeconds:0} s");
        }
    }

    private void CheckSize(object command, IActorRef master)
    {
        if (!master.IsLocal()
            && _system.Serialization.FindSerializerFor(command) is JsonContractSerializer serializer
            && serializer.Problem(command) is { } problem)
        {
            throw new RefusedException(problem);
        }
    }
}
