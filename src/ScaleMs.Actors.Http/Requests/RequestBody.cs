using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Lines;

namespace ScaleMs.Actors.Http.Requests;

/// <summary>Reads bodies of requests within bounds.</summary>
internal static class RequestBody
{
    public const string Json = "application/json";

    /// <summary>Types of a body of JSON Lines.</summary>
    public static readonly string[] Lines = ["application/x-ndjson", "application/jsonl"];

    /// <summary>Whether the body has one of these types.</summary>
    public static bool Is(HttpRequest request, params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
        {
            if (MediaTypeHeaderValue.TryParse(request.ContentType, out var given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a contract.</summary>
    /// <exception cref="BadHttpRequestException">It has another type, or is too large.</exception>
    /// <exception cref="ProtocolException">It is not what is expected.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, string what)
    {
        if (!Is(context.Request, Json))
        {
            throw new BadHttpRequestException($"{what} has the content type {Json}, not '{context.Request.ContentType}'", StatusCodes.Status415UnsupportedMediaType);
        }

        var body = await WholeAsync(context, RequestLimits.JsonBody).ConfigureAwait(false);
        try
        {
            return ContractsJson.Read(body.Span, ContractsJson.Info<T>(), what);
        }
        catch (ProtocolException error)
        {
            throw new ProtocolException(JsonErrors.Of(error, JsonErrors.InFile), error);
        }
    }

    /// <summary>The whole body.</summary>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> WholeAsync(HttpContext context, int most)
    {
        Allow(context, most);
        using var whole = new MemoryStream();
        await context.Request.Body.CopyToAsync(whole, context.RequestAborted).ConfigureAwait(false);
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    /// <summary>The body may be of this size; null = of any, and as slow as it likes.</summary>
    public static void Allow(HttpContext context, long? most)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = most;
        if (most is null && context.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
