using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>Tasks: their records and output, and their cancellation.</summary>
internal sealed class TaskEndpoints(ScaleMsClient client)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tasks", ListAsync).WithSummary("Records of tasks, a page at a time").Produces<TaskPage>().Fails(StatusCodes.Status400BadRequest);
        api.MapGet("/tasks/{uid}", RecordAsync).WithSummary("A task's record, with each state that it has entered").Produces<TaskRecord>().Fails(StatusCodes.Status404NotFound);
        api.MapGet("/tasks/{uid}/output", OutputAsync).WithSummary("A task's output behind given offsets, also while it runs").Produces<TaskLog>().Fails(StatusCodes.Status404NotFound);
        api.MapPost("/cancel", (Delegate)CancelAsync).WithSummary("Cancels tasks by uid, of a submission, or all").Accepts<Cancel>(RequestBody.Json).Produces<CancelResult>()
            .Fails(StatusCodes.Status400BadRequest, StatusCodes.Status415UnsupportedMediaType);
    }

    private async Task<IResult> ListAsync(
        [Description("Only tasks in this state: NEW, WAITING, SCHEDULED, EXECUTING, DONE, FAILED or CANCELED")] string? state,
        [Description("Only tasks of this submission")] Guid? submission,
        [Description("Only tasks whose uid, name or worker contains this")] string? text,
        [Description("Most records, 0 to 1,000")] int? limit,
        [Description("The next of an earlier page")] string? after,
        CancellationToken stop)
    {
        const int Most = 1_000;
        TaskState? wanted = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (!Enum.TryParse<TaskState>(state, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || char.IsAsciiDigit(state[0]))
            {
                throw new BadHttpRequestException($"'{state}' is not a state; known are {string.Join(", ", Enum.GetNames<TaskState>().Select(static name => name.ToUpperInvariant()))}");
            }

            wanted = parsed;
        }

        if (limit is < 0 or > Most)
        {
            throw new BadHttpRequestException($"limit is {limit}; 0 to {Most} are possible");
        }

        var query = new Query { State = wanted, Submission = submission, Text = string.IsNullOrEmpty(text) ? null : text, Limit = limit ?? 100, After = string.IsNullOrEmpty(after) ? null : after };
        if (query.Problem() is { } problem)
        {
            throw new BadHttpRequestException(problem);
        }

        var reply = await client.QueryAsync(query, stop).ConfigureAwait(false);
        return Results.Json(new TaskPage(reply.Records, reply.Next), ApiJson.Options);
    }

    private async Task<IResult> RecordAsync(string uid, CancellationToken stop)
    {
        uid = Decoded(uid);
        var reply = await client.QueryAsync(new Query { Ids = [uid], Limit = 1 }, stop).ConfigureAwait(false);
        return reply.Records is [var record] ? Results.Json(record, ApiJson.Options) : NotFound(uid);
    }

    private async Task<IResult> OutputAsync(string uid, [FromQuery] long? stdout, [FromQuery] long? stderr, CancellationToken stop)
    {
        uid = Decoded(uid);
        if (stdout < 0 || stderr < 0)
        {
            throw new BadHttpRequestException("stdout and stderr are numbers of characters, 0 or more");
        }

        try
        {
            return Results.Json(await client.ReadLogAsync(new ReadLog(uid) { FromStdout = stdout ?? 0, FromStderr = stderr ?? 0 }, stop).ConfigureAwait(false), ApiJson.Options);
        }
        catch (RefusedException)
        {
            return NotFound(uid);
        }
    }

    private async Task<IResult> CancelAsync(HttpContext context)
    {
        var cancel = await RequestBody.ReadAsync<Cancel>(context, "a cancel command").ConfigureAwait(false);
        if (cancel.Problem() is { } problem)
        {
            throw new BadHttpRequestException(problem);
        }

        var record = await client.CancelAsync(cancel, context.RequestAborted).ConfigureAwait(false);
        return Results.Json(record.ReturnValue, ApiJson.Options);
    }

    private static IResult NotFound(string uid) => Results.Json(new ApiError($"the master has no task '{uid}', or does not keep its record any more"), ApiJson.Options, statusCode: StatusCodes.Status404NotFound);

    /// <summary>A slash in a uid is still encoded.</summary>
    private static string Decoded(string uid) => uid.Contains("%2F", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(uid) : uid;
}

/// <summary>A page of records.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">The <c>after</c> of the next page; absent = there is none.</param>
internal sealed record TaskPage(ImmutableArray<TaskRecord> Records, string? Next);

/// <summary>What a cancellation has done.</summary>
/// <param name="Canceled">Tasks that were not final.</param>
/// <param name="AlreadyFinal">Tasks that were.</param>
/// <param name="Unknown">Uids that no task has.</param>
internal sealed record CancelResult(long Canceled, long AlreadyFinal, ImmutableArray<string> Unknown);
