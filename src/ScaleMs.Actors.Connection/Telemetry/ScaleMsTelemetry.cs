using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScaleMs.Actors.Connection.Telemetry;

/// <summary>
/// The name by which a host receives the product's metrics and traces: <c>AddMeter(ScaleMsTelemetry.Name)</c> and
/// <c>AddSource(ScaleMsTelemetry.Name)</c> in OpenTelemetry. Every instrument is listed in <c>docs/telemetry.md</c>.
/// </summary>
public static class ScaleMsTelemetry
{
    /// <summary>Name of the <see cref="System.Diagnostics.Metrics.Meter"/> and of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string Name = "ScaleMs.Actors";

    public static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Activities = new(Name);
}
