using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Profiles;

/// <summary>
/// <see href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">Trace events</see>, which Perfetto (ui.perfetto.dev) and
/// Chrome (chrome://tracing) show: a process for each worker, a thread for each row, a complete event for each run.
/// </summary>
internal sealed class ChromeTrace : IProfile
{
    // A few hundred events per system call.
    private const int Flushed = 64 * 1024;

    private readonly Utf8JsonWriter _json;

    public ChromeTrace(Stream stream)
    {
        _json = new Utf8JsonWriter(stream);
        _json.WriteStartObject();
        _json.WriteString("displayTimeUnit", "ms");
        _json.WriteStartArray("traceEvents");
    }

    public void Add(int process, string worker) => Name("process_name", process, 0, worker);

    public void Add(int process, int lane) => Name("thread_name", process, lane, string.Create(CultureInfo.InvariantCulture, $"slot {lane}"));

    public void Add(ProfiledRun run)
    {
        var task = run.Task;
        Begin("X", run.Name, run.Process, run.Lane);
        _json.WriteString("cat", run.State);
        _json.WriteNumber("ts", TaskTimestamps.ToMicroseconds(run.Start));
        _json.WriteNumber("dur", TaskTimestamps.ToMicroseconds(run.End) - TaskTimestamps.ToMicroseconds(run.Start));
        _json.WriteStartObject("args");
        _json.WriteString("uid", task.Uid);
        _json.WriteString("name", task.Name);
        _json.WriteString("state", run.State);
        _json.WriteNumber("attempt", task.Attempt);
        Wait("waited_s", task.Timestamps.Submitted, run.Start);
        Wait("at_worker_s", task.Timestamps.Assigned, run.Start);
        if (task.ErrorType is { } error)
        {
            _json.WriteString("error", error);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        FlushIfLong();
    }

    public void Complete()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>The clocks of master and worker may differ a little.</summary>
    private void Wait(string name, DateTimeOffset? from, DateTimeOffset to)
    {
        if (from is { } since)
        {
            _json.WriteNumber(name, Math.Max(0, (to - since).TotalSeconds));
        }
    }

    private void Name(string what, int process, int lane, string name)
    {
        Begin("M", what, process, lane);
        _json.WriteStartObject("args");
        _json.WriteString("name", name);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Begin(string phase, string name, int process, int lane)
    {
        _json.WriteStartObject();
        _json.WriteString("ph", phase);
        _json.WriteString("name", name);
        _json.WriteNumber("pid", process);
        _json.WriteNumber("tid", lane);
    }

    private void FlushIfLong()
    {
        if (_json.BytesPending > Flushed)
        {
            _json.Flush();
        }
    }
}
