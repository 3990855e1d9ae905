using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ScaleMs.Actors.Node.Tests.Telemetry;

/// <summary>An OpenTelemetry collector for tests: takes traces and metrics by either protocol, and reads what the tests ask for.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    // A message of gRPC begins with a flag and its length.
    private const int GrpcPrefix = 5;

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<ProtoMessage> _metrics = new();

    private OtlpCollector(bool isGrpc)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _application = builder.Build();
        _application.Run(ReceiveAsync);
    }

    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public ReceivedSpan[] Spans => [.. _spans];

    /// <summary>Of the metrics' resource.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; private set; } = new Dictionary<string, string>();

    /// <summary>The value of the header x-test.</summary>
    public string Header { get; private set; } = "";

    public HashSet<string> MetricNames => [.. _metrics.Select(static metric => metric.Text(1))];

    /// <summary>Ids of the spans that a histogram's exemplars name.</summary>
    public HashSet<string> Exemplars(string histogram) =>
        [.. _metrics.Where(metric => metric.Text(1) == histogram).SelectMany(static metric => metric.Messages(9)).SelectMany(static data => data.Messages(1))
            .SelectMany(static point => point.Messages(8)).Select(static exemplar => exemplar.Hex(4))];

    public static async Task<OtlpCollector> StartAsync(bool isGrpc = false)
    {
        var collector = new OtlpCollector(isGrpc);
        await collector._application.StartAsync();
        return collector;
    }

    public ReceivedSpan[] Of(string name) => [.. Spans.Where(span => span.Name == name)];

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var (path, isGrpc) = (context.Request.Path.Value!, context.Request.ContentType!.StartsWith("application/grpc", StringComparison.Ordinal));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var message = new ProtoMessage(body.ToArray().AsMemory(isGrpc ? GrpcPrefix : 0));
        Header = context.Request.Headers["x-test"].ToString();
        if (path is "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
        {
            foreach (var span in message.Messages(1).SelectMany(static resource => resource.Messages(2)).SelectMany(static scope => scope.Messages(2)))
            {
                _spans.Enqueue(new ReceivedSpan(span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), span.Value(7), span.Value(8), span.Attributes(9)));
            }
        }
        else if (path is "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
        {
            foreach (var resource in message.Messages(1))
            {
                Resource = resource.Messages(1).Single().Attributes(1);
                foreach (var metric in resource.Messages(2).SelectMany(static scope => scope.Messages(2)))
                {
                    _metrics.Enqueue(metric);
                }
            }
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (isGrpc)
        {
            await context.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
