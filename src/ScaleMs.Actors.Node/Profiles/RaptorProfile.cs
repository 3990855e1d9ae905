using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Node.Profiles;

/// <summary>
/// The columns of RADICAL-Pilot's profiles, <c>time,event,component,thread,uid,state,msg</c>, with those of RAPTOR's events that the master's times
/// tell. The rows of a task are together: sorting by the first column gives the order of time.
/// </summary>
internal sealed class RaptorProfile : IProfile
{
    private const string Master = "master";

    private readonly StreamWriter _lines;

    public RaptorProfile(Stream stream)
    {
        _lines = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 64 * 1024) { NewLine = "\n" };
        _lines.WriteLine("time,event,component,thread,uid,state,msg");
    }

    public void Add(int process, string worker)
    {
    }

    public void Add(int process, int lane)
    {
    }

    public void Add(ProfiledRun run)
    {
        var times = run.Task.Timestamps;
        Line(times.Submitted, "schedule_try", run, Master, "", "AGENT_SCHEDULING");
        Line(times.Assigned, "schedule_ok", run, Master, "", "AGENT_SCHEDULING");
        var slot = string.Create(CultureInfo.InvariantCulture, $"slot.{run.Lane:0000}");
        Line(run.Start, "advance", run, run.Worker, slot, "AGENT_EXECUTING");
        Line(run.Start, "exec_start", run, run.Worker, slot, "AGENT_EXECUTING");
        if (times.Finished is not null && run.Task.State.IsFinal())
        {
            Line(run.End, "exec_stop", run, run.Worker, slot, "AGENT_EXECUTING");
            Line(run.End, "advance", run, Master, "", run.State, run.Task.ErrorType ?? "");
        }
    }

    public void Complete() => _lines.Flush();

    public void Dispose() => _lines.Dispose();

    private void Line(DateTimeOffset? at, string what, ProfiledRun run, string component, string thread, string state, string message = "")
    {
        if (at is { } time)
        {
            _lines.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{TaskTimestamps.ToMicroseconds(time) / 1e6:F6},{what},{Cell(component)},{thread},{Cell(run.Task.Uid)},{state},{Cell(message)}"));
        }
    }

    /// <summary>A cell as in RFC 4180.</summary>
    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
