using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Http.Feed;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>The paths of the API. <c>/openapi/v1.json</c> describes them.</summary>
internal static class ApiPaths
{
    private const string Description = "/openapi/v1.json";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", static options =>
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "ScaleMs.Actors";
            document.Info.Description = "Tasks for a master, their results, and its state. Every request needs the master's token: Authorization: Bearer TOKEN.";
            document.Info.Version = "v1";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));

    public static void MapApi(this WebApplication application, ScaleMsClient client, Sessions sessions, MasterFeed feed)
    {
        application.MapOpenApi(Description);
        var api = application.MapGroup("/api/v1");
        new MasterEndpoints(client, feed).Map(api);
        new TaskEndpoints(client).Map(api);
        new SubmissionEndpoints(client, sessions).Map(api);
    }

    /// <summary>Turns expected exceptions of a request into its answer.</summary>
    public static async Task AnswerErrorsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (!context.Response.HasStarted && ProblemOf(context) is { } problem)
            {
                await ApiError.WriteAsync(context, context.Response.StatusCode, problem).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer.
        }
        catch (Exception error) when (ApiError.Of(error) is var (status, message))
        {
            await ApiError.WriteAsync(context, status, message).ConfigureAwait(false);
        }
    }

    /// <summary>Why no endpoint has taken the request; null = one has.</summary>
    private static string? ProblemOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is nothing at '{context.Request.Path}'; {Description} has what there is",
        StatusCodes.Status405MethodNotAllowed => $"'{context.Request.Path}' cannot be asked with {context.Request.Method}, but with {context.Response.Headers.Allow}",
        StatusCodes.Status415UnsupportedMediaType => $"the content type is '{context.Request.ContentType}'; {Description} has those that '{context.Request.Path}' takes",
        _ => null,
    };

    /// <summary>The endpoint answers these errors too.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ApiError>(status);
        }

        return endpoint.Produces<ApiError>(StatusCodes.Status401Unauthorized).Produces<ApiError>(StatusCodes.Status403Forbidden);
    }
}
