using System.Text.Json;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client;

public sealed partial class ScaleMsClient
{
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Asks who is there.</summary>
    public async Task<BackendVersion> HelloAsync(CancellationToken cancellation = default)
    {
        var record = await SendAsync(new HelloCommand(), cancellation).ConfigureAwait(false);
        return record.ReturnValue?.Deserialize<BackendVersion>(JsonSerializerOptions.Web)
            ?? throw new RefusedException($"the answer to hello has no version: {record.Exception}");
    }

    /// <summary>Asks for records and for the master's status.</summary>
    public async Task<QueryReply> QueryAsync(Query query, CancellationToken cancellation = default) => await AskAsync(query, CommandDeadline, cancellation).ConfigureAwait(false) switch
    {
        QueryReply reply => reply,
        CommandReply { Record: var failed } => throw new RefusedException(failed.Exception ?? "the query failed"),
        var other => throw new RefusedException($"a query was answered with a {other.GetType().FullName}"),
    };

    /// <summary>Cancels tasks.</summary>
    /// <returns>The command's record; its return value counts what was cancelled.</returns>
    public Task<TaskRecord> CancelAsync(Cancel cancel, CancellationToken cancellation = default) => SendAsync(cancel, cancellation);

    /// <summary>Cancels one task.</summary>
    public Task<TaskRecord> CancelAsync(TaskHandle task, CancellationToken cancellation = default) => SendAsync(new Cancel { Ids = [task.Uid] }, cancellation);

    /// <summary>Stops the master when everything accepted has finished; returns then, however long that takes.</summary>
    public Task<TaskRecord> StopAsync(CancellationToken cancellation = default) => ReplyAsync(new StopCommand(), Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Sends any command that is answered with a <see cref="CommandReply"/>, also one of your own.</summary>
    /// <exception cref="RefusedException">The command failed; the message says why.</exception>
    /// <exception cref="MasterUnavailableException">The master is gone, or did not answer in 30 s.</exception>
    public Task<TaskRecord> SendAsync(Command command, CancellationToken cancellation = default) => ReplyAsync(command, CommandDeadline, cancellation);

    /// <summary>Sends a command in its JSON form, as a description of mode <see cref="Cpi.Mode"/>.</summary>
    /// <inheritdoc cref="SendAsync(Command, CancellationToken)"/>
    public Task<TaskRecord> SendAsync(TaskDescription command, CancellationToken cancellation = default) => ReplyAsync(command, CommandDeadline, cancellation);

    private async Task<TaskRecord> ReplyAsync(object command, TimeSpan deadline, CancellationToken cancellation)
    {
        var reply = await AskAsync(command, deadline, cancellation).ConfigureAwait(false);
        return reply is CommandReply { Record: var record }
            ? record.State == TaskState.Done ? record : throw new RefusedException(record.Exception ?? "the command failed")
            : throw new RefusedException($"the command was answered with a {reply.GetType().FullName}");
    }

    private async Task<object> AskAsync(object command, TimeSpan deadline, CancellationToken cancellation)
    {
        var asking = Master.Ask<object>(command, deadline, cancellation);
        await Task.WhenAny(asking, _lost).ConfigureAwait(false);
        if (!asking.IsCompleted)
        {
            throw await _lost.ConfigureAwait(false);
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
}
