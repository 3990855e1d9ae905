using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>Submissions: making and resuming them, their progress, graph and results.</summary>
internal sealed class SubmissionEndpoints(ScaleMsClient client, Sessions sessions)
{
    private const int MostRefusedListed = 1_000;
    private const int RecordsPerPage = 1_000;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/submissions", ListAsync).WithSummary("The newest submissions and their progress").Produces<SubmissionList>().Fails();
        Describe(api.MapPost("/submissions", (HttpContext context, [FromQuery(Name = "max_running")] int? maxRunning, [FromQuery(Name = "python_path")] string[]? path) =>
            SubmitAsync(context, Guid.CreateVersion7(), maxRunning, path)).WithSummary("Submits tasks, as JSON Lines of any number or as a workflow document; answers when all are accepted"));
        Describe(api.MapPut("/submissions/{id:guid}", (HttpContext context, Guid id, [FromQuery(Name = "max_running")] int? maxRunning, [FromQuery(Name = "python_path")] string[]? path) =>
            SubmitAsync(context, id, maxRunning, path)).WithSummary("The same under an id of the caller's. With the same tasks again it resumes: none runs twice"));
        api.MapGet("/submissions/{id:guid}/graph", GraphAsync).WithSummary("Which tasks wait for which").Produces<WorkGraph>().Fails(StatusCodes.Status404NotFound);
        api.MapGet("/submissions/{id:guid}/results", ResultsAsync)
            .WithSummary("Results as JSON Lines, each with the index of its task: available ones at once, the others as tasks end. Those that were not read to the end come again with the next request")
            .Produces(StatusCodes.Status200OK, contentType: RequestBody.Lines[0])
            .Fails(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);
    }

    private static void Describe(RouteHandlerBuilder endpoint) => endpoint
        .Accepts<string>(RequestBody.Lines[0], [RequestBody.Lines[1], RequestBody.Json])
        .Produces<Submitted>()
        .Fails(
            StatusCodes.Status400BadRequest, StatusCodes.Status408RequestTimeout, StatusCodes.Status409Conflict,
            StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);

    private async Task<IResult> ListAsync(CancellationToken stop)
    {
        var observation = await client.ObserveAsync(new Observe { After = long.MaxValue }, stop).ConfigureAwait(false);
        return Results.Json(new SubmissionList(observation.SubmissionCount, observation.Submissions), ApiJson.Options);
    }

    private async Task<IResult> GraphAsync(Guid id, CancellationToken stop)
    {
        var graph = await client.ReadGraphAsync(id, stop).ConfigureAwait(false);
        return graph.Total == 0 ? NotFound(id) : Results.Json(graph, ApiJson.Options);
    }

    private async Task<IResult> SubmitAsync(HttpContext context, Guid id, int? maxRunning, string[]? path)
    {
        if (maxRunning < 0)
        {
            throw new BadHttpRequestException($"max_running is {maxRunning}; it must be 0 (no limit) or more");
        }

        if (path?.FirstOrDefault(static directory => !System.IO.Path.IsPathFullyQualified(directory)) is { } relative)
        {
            throw new BadHttpRequestException($"python_path '{relative}' is not absolute");
        }

        var isDocument = RequestBody.Is(context.Request, RequestBody.Json);
        if (!isDocument && !RequestBody.Is(context.Request, RequestBody.Lines))
        {
            throw new BadHttpRequestException(
                $"the content type is '{context.Request.ContentType}'; {RequestBody.Lines[0]} is for JSON Lines, {RequestBody.Json} for a workflow document", StatusCodes.Status415UnsupportedMediaType);
        }

        var session = await sessions.TryOpenAsync().ConfigureAwait(false);
        if (session is null)
        {
            return TooMany();
        }

        await using (session.ConfigureAwait(false))
        {
            return isDocument
                ? await DocumentAsync(context, session.Client, id, maxRunning ?? 0, [.. path ?? []]).ConfigureAwait(false)
                : await LinesAsync(context, session.Client, id, maxRunning ?? 0, [.. path ?? []]).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> LinesAsync(HttpContext context, ScaleMsClient session, Guid id, int maxRunning, ImmutableArray<string> path)
    {
        RequestBody.Allow(context, most: null);
        var lines = new SubmittedLines(context.Request.Body, path, RequestLimits.Silence);
        var refused = await session.SubmitAllAsync(lines.ReadAsync(context.RequestAborted), id, maxRunning, context.RequestAborted).ConfigureAwait(false);
        if (lines.Problem is var (line, status, reason))
        {
            var error = new ApiError($"line {line}: {reason}") { Line = line, Submission = lines.Count > 0 ? id : null, Submitted = lines.Count };
            return Results.Json(error, ApiJson.Options, statusCode: status);
        }

        return Results.Json(
            new Submitted(id, lines.Count, refused.Count, [.. refused.Take(MostRefusedListed).Select(static task => new RefusedTask(task.Index, task.Record.Uid, task.Record.FailureReason()))]), ApiJson.Options);
    }

    private static async Task<IResult> DocumentAsync(HttpContext context, ScaleMsClient session, Guid id, int maxRunning, ImmutableArray<string> path)
    {
        var body = await RequestBody.WholeAsync(context, RequestLimits.Workflow).ConfigureAwait(false);
        WorkflowDocument document;
        ImmutableArray<TaskInput> tasks;
        try
        {
            document = WorkflowDocument.Parse(body.Span);
            tasks = document.Ordered();
        }
        catch (ProtocolException error)
        {
            throw new ProtocolException(JsonErrors.Of(error, JsonErrors.InFile), error);
        }

        foreach (var task in tasks)
        {
            if (SubmittedLines.ProblemOf(task) is { } problem)
            {
                throw new ProtocolException($"item '{task.Scheduling.Name}': {problem}");
            }
        }

        await session.SubmitAsync(path.IsEmpty ? document : document with { Path = path }, id, maxRunning, context.RequestAborted).ConfigureAwait(false);
        return Results.Json(new Submitted(id, tasks.Length, 0, []), ApiJson.Options);
    }

    private async Task ResultsAsync(
        HttpContext context,
        Guid id,
        [Description("false: only what is available now. true, also without it: until all tasks have ended")] bool? wait,
        [Description("true: with attempt and times")] bool? details)
    {
        var stop = context.RequestAborted;
        if ((await client.QueryAsync(new Query { Submission = id, Limit = 1 }, stop).ConfigureAwait(false)).Records.IsEmpty)
        {
            await NotFound(id).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        var output = new ResultStream(context, details == true);
        if (wait == false)
        {
            var pages = client.PagesAsync(new Query { Submission = id, Limit = RecordsPerPage }, stop);
            await output.WriteAllAsync(pages.SelectMany(static page => page.Records.Where(static record => record.State.IsFinal()).Select(static record => new FinishedTask(record.Index ?? 0, record)))).ConfigureAwait(false);
            return;
        }

        var session = await sessions.TryOpenAsync().ConfigureAwait(false);
        if (session is null)
        {
            await TooMany().ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        await using (session.ConfigureAwait(false))
        {
            await output.WriteAllAsync(session.Client.ResultsAsync(id, stop)).ConfigureAwait(false);
        }
    }

    private static IResult NotFound(Guid id) => Results.Json(
        new ApiError($"the master has no submission {id}, or does not keep its results any more (scalems.master.retain)"), ApiJson.Options, statusCode: StatusCodes.Status404NotFound);

    private static IResult TooMany() => Results.Json(
        new ApiError($"{RequestLimits.Streams} streams of tasks and results are open, and no more are served; try again"), ApiJson.Options, statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>The newest submissions.</summary>
/// <param name="Total">Number of submissions that the master knows.</param>
/// <param name="Submissions">The newest, newest first.</param>
internal sealed record SubmissionList(int Total, ImmutableArray<SubmissionProgress> Submissions);

/// <summary>A submission that has been accepted.</summary>
/// <param name="Submission">Its id.</param>
/// <param name="Tasks">Tasks that it had, also those that were refused.</param>
/// <param name="RefusedCount">Tasks that were refused.</param>
/// <param name="Refused">The first of them.</param>
internal sealed record Submitted(Guid Submission, long Tasks, long RefusedCount, ImmutableArray<RefusedTask> Refused);

/// <summary>A task that was refused.</summary>
/// <param name="Index">Its place in the submission, from 0.</param>
/// <param name="Uid">Its uid, if it could be computed.</param>
/// <param name="Reason">Why.</param>
internal sealed record RefusedTask(int Index, string Uid, string Reason);
