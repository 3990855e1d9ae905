using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Telemetry;

namespace ScaleMs.Actors.Node.Telemetry;

/// <summary>Exports this process's metrics and traces, as configured. What cannot be exported is dropped; no task waits for it.</summary>
/// <param name="options">At least one of its exports is on.</param>
/// <param name="role">What the process is: <c>seed</c>, <c>worker</c> or <c>run</c>.</param>
/// <param name="logs">For the listener of Prometheus.</param>
internal sealed class TelemetryService(TelemetryOptions options, string role, ILoggerFactory logs) : IHostedService
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;
    private PrometheusListener? _prometheus;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = Resource();
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(ScaleMsTelemetry.Name).AddRuntimeInstrumentation();
        if (options.Otlp is { } url)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(ScaleMsTelemetry.Name)
                .AddOtlpExporter(exporter => Configure(exporter, url, "v1/traces")).Build();
            metrics.SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, url, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)Math.Min(int.MaxValue, options.Interval.TotalMilliseconds);
            });
        }

        if (options.Prometheus is not { } port)
        {
            _metrics = metrics.Build();
            return;
        }

        _metrics = metrics.AddPrometheusExporter().Build();
        try
        {
            _prometheus = await PrometheusListener.StartAsync(_metrics, port, logs, cancellationToken);
            await Console.Error.WriteLineAsync($"scalems: Prometheus finds metrics at {_prometheus.Address}");
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"scalems: there are no metrics for Prometheus: {error.Message} (scalems.telemetry.prometheus; 0 = a free port)");
        }
    }

    /// <summary>Sends what is left, for as long as the collector needs, but a few seconds at most.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        await Task.Run(
            () =>
            {
                _traces?.Dispose();
                _metrics?.Dispose();
            },
            CancellationToken.None);
    }

    /// <summary>The environment's attributes (OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME) come last, so that they replace those from here.</summary>
    private ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService("scalems", serviceVersion: typeof(TelemetryService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddAttributes([new("scalems.role", role)])
        .AddEnvironmentVariableDetector();

    /// <summary>Names the collector.</summary>
    /// <param name="exporter">To be configured; it has what OTEL_EXPORTER_OTLP_HEADERS and others say.</param>
    /// <param name="url">The collector.</param>
    /// <param name="path">Where it takes the signal. For gRPC the library knows that itself.</param>
    private void Configure(OtlpExporterOptions exporter, Uri url, string path)
    {
        var isGrpc = options.OtlpProtocol == "grpc";
        exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = isGrpc ? url : new Uri($"{url.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
