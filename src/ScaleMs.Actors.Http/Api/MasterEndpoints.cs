using System.Buffers;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Http.Feed;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>The master's state.</summary>
internal sealed class MasterEndpoints(ScaleMsClient client, MasterFeed feed)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/status", StatusAsync).WithSummary("Workers, and tasks by state").Produces<MasterStatus>().Fails();
        api.MapGet("/workers", WorkersAsync).WithSummary("Workers that are registered, and those that the master has started").Produces<WorkerList>().Fails();
        api.MapGet("/report", ReportAsync).WithSummary("Statistics of all tasks since the master started").Produces<SessionReport>().Fails();
        api.MapGet("/events", (Delegate)EventsAsync).WithSummary("What the page shows, as server-sent events: 'history' first, then a 'tick' each second")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Fails(StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<IResult> StatusAsync(CancellationToken stop) => Results.Json(await StateAsync(stop).ConfigureAwait(false), ApiJson.Options);

    private async Task<IResult> WorkersAsync(CancellationToken stop)
    {
        var status = await StateAsync(stop).ConfigureAwait(false);
        return Results.Json(new WorkerList(status.Workers, status.Launches, status.PausedLaunchers), ApiJson.Options);
    }

    private async Task<IResult> ReportAsync(CancellationToken stop) => Results.Json(await client.ReportAsync(stop).ConfigureAwait(false), ApiJson.Options);

    private async Task EventsAsync(HttpContext context)
    {
        using var page = feed.Open();
        if (page is null)
        {
            await ApiError.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"{RequestLimits.Pages} pages are open, and no more are served").ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var output = new ImpatientOutput(context);
        await output.FlushAsync().ConfigureAwait(false);
        await foreach (var text in page.Events.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
        {
            output.Writer.Write(text.Span);
            await output.FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task<MasterStatus> StateAsync(CancellationToken stop) => (await client.QueryAsync(new Query { Limit = 0 }, stop).ConfigureAwait(false)).Status;
}

/// <summary>The workers of a master.</summary>
internal sealed record WorkerList(ImmutableArray<WorkerStatus> Workers, ImmutableArray<LaunchStatus> Launches, ImmutableArray<LauncherStatus> PausedLaunchers);
