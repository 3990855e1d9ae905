using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ScaleMs.Actors.Connection.Telemetry;

namespace ScaleMs.Actors.TestSupport;

/// <summary>Listens to one master's measurements; other masters may run in this process at the same time.</summary>
public sealed class MeterWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, string? Unit, double Value, string Tags)> _heard = new();

    public MeterWatch(string master)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ScaleMsTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(master, instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(master, instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Values of an instrument from measurements whose tags, besides the master's, contain <paramref name="tags"/>.</summary>
    public double[] Of(string instrument, string tags = "") =>
        [.. _heard.Where(heard => heard.Instrument == instrument && heard.Tags.Contains(tags, StringComparison.Ordinal)).Select(static heard => heard.Value)];

    /// <summary>Current value of an observable instrument.</summary>
    public double[] Ask(string instrument, string tags = "")
    {
        _heard.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument, tags);
    }

    public string? UnitOf(string instrument) => _heard.First(heard => heard.Instrument == instrument).Unit;

    public void Dispose() => _listener.Dispose();

    private void Hear(string master, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray();
        if (all.Any(tag => tag.Key == "scalems.master" && master.Equals(tag.Value)))
        {
            _heard.Enqueue((instrument.Name, instrument.Unit, value, string.Join(' ', all.Skip(1).Select(static tag => $"{tag.Key}={tag.Value}"))));
        }
    }
}
