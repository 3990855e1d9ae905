using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace ScaleMs.Actors.Http.Requests;

/// <summary>
/// The body of an answer that is a stream. Who does not take what is ready is cut off: Kestrel's own limit is on the mean since the answer began, so it lets
/// a reader stop for minutes who was fast before.
/// </summary>
internal sealed class ImpatientOutput(HttpContext context)
{
    /// <summary>Where the answer is written.</summary>
    public PipeWriter Writer { get; } = context.Response.BodyWriter;

    /// <summary>Sends what is written.</summary>
    /// <exception cref="OperationCanceledException">The reader is gone, or is cut off now.</exception>
    public async Task FlushAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        deadline.CancelAfter(RequestLimits.ReadGrace + TimeSpan.FromSeconds(Writer.UnflushedBytes / RequestLimits.LeastReadPerSecond));
        try
        {
            await Writer.FlushAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            throw;
        }
    }
}
