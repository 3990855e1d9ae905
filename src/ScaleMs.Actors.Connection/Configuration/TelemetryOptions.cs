namespace ScaleMs.Actors.Connection.Configuration;

/// <summary><c>scalems.telemetry</c></summary>
/// <param name="Otlp">URL of a collector that gets metrics and traces, <c>http</c> or <c>https</c>; null = none.</param>
/// <param name="OtlpProtocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
/// <param name="Prometheus">Port on loopback where Prometheus finds the metrics, 0 to 65,535; 0 = a free one; null = none.</param>
/// <param name="Sample">Share of the tasks that are traced, 0 to 1.</param>
/// <param name="Interval">Time between two exports of metrics to the collector.</param>
public sealed record TelemetryOptions(Uri? Otlp, string OtlpProtocol, int? Prometheus, double Sample, TimeSpan Interval)
{
    /// <summary>Whether anything is exported.</summary>
    public bool IsOn => Otlp is not null || Prometheus is not null;
}
