using Microsoft.AspNetCore.Http;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Http.Requests;

/// <summary>The body of an answer that is an error.</summary>
/// <param name="Error">What is wrong, for people.</param>
internal sealed record ApiError(string Error)
{
    /// <summary>The line of the body that is wrong, from 1; absent = the error is not about a line.</summary>
    public long? Line { get; init; }

    /// <summary>The submission that the tasks before it are in; absent = none were submitted.</summary>
    public Guid? Submission { get; init; }

    /// <summary>Number of tasks before it that were submitted.</summary>
    public long? Submitted { get; init; }

    /// <summary>Answers with an error, unless the answer has begun.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message) => WriteAsync(context, status, new ApiError(message));

    /// <inheritdoc cref="WriteAsync(HttpContext, int, string)"/>
    public static async Task WriteAsync(HttpContext context, int status, ApiError error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(error, ApiJson.Options).ConfigureAwait(false);
    }

    /// <summary>The status for an exception, and what it says; null = it is not an expected one.</summary>
    public static (int Status, string Message)? Of(Exception error) => error switch
    {
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        ProtocolException protocol => (StatusCodes.Status400BadRequest, protocol.Message),
        RefusedException refused => (StatusCodes.Status409Conflict, refused.Message),
        SubmissionLostException lost => (StatusCodes.Status409Conflict, lost.Message),
        MasterUnavailableException unavailable => (StatusCodes.Status503ServiceUnavailable, unavailable.Message),
        _ => null,
    };
}
