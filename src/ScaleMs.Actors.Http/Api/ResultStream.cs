using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>Results as lines of an answer.</summary>
/// <param name="context">The request.</param>
/// <param name="details">True = with attempt and times.</param>
internal sealed class ResultStream(HttpContext context, bool details)
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes all results. The connection of an answer that is not complete is broken, after a line with the reason.</summary>
    public async Task WriteAllAsync(IAsyncEnumerable<FinishedTask> results)
    {
        var stream = new ImpatientOutput(context);
        var output = stream.Writer;
        using var json = new Utf8JsonWriter(output, ResultLine.Options);
        try
        {
            await using var next = results.GetAsyncEnumerator(context.RequestAborted);
            while (true)
            {
                var moving = next.MoveNextAsync();
                if ((!moving.IsCompleted && output.UnflushedBytes > 0) || output.UnflushedBytes >= FlushAt)
                {
                    await stream.FlushAsync().ConfigureAwait(false);
                }

                if (!await moving.ConfigureAwait(false))
                {
                    break;
                }

                context.Response.ContentType ??= RequestBody.Lines[0];
                ResultLine.Write(json, ResultPlace.OfIndex(next.Current.Index), next.Current.Record, details);
                await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                json.Reset();
                output.Write("\n"u8);
            }

            context.Response.ContentType ??= RequestBody.Lines[0];
            await stream.FlushAsync().ConfigureAwait(false);
        }
        catch (ScaleMsException error) when (context.Response.HasStarted || output.UnflushedBytes > 0)
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(new ApiError(error.Message), ApiJson.Options));
            output.Write("\n"u8);
            await stream.FlushAsync().ConfigureAwait(false);
            context.Abort();
        }
    }
}
