using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Profiles;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Profiles;

public sealed class TraceVerbTests
{
    [Fact]
    public async Task A_submission_becomes_a_trace_and_a_profile()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync();
        await using var client = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync([.. Enumerable.Range(0, 6).Select(static n => TaskFile.Echo(n, 50)), """{"mode": "task.shell", "command": "exit 3", "name": "bad"}"""]);
        await client.UntilAsync(6, TaskState.Done);
        await client.UntilAsync(1, TaskState.Failed);

        var file = cluster.Directory.File("trace.json");
        await cluster.EndedAsync(0, "trace", id, "--output", file);
        using var trace = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var events = trace.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var runs = events.FindAll(static happened => happened.GetProperty("ph").GetString() == "X");
        Assert.Equal(7, runs.Count);
        Assert.Single(events, static happened => happened.GetProperty("name").GetString() == "process_name");
        Assert.Equal(
            runs.Select(static run => run.GetProperty("tid").GetInt32()).Distinct().Order(),
            events.Where(static happened => happened.GetProperty("name").GetString() == "thread_name").Select(static row => row.GetProperty("tid").GetInt32()).Order());
        AssertApart(runs);
        var bad = Assert.Single(runs, static run => run.GetProperty("name").GetString() == "bad").GetProperty("args");
        Assert.Equal(("FAILED", 1), (bad.GetProperty("state").GetString(), bad.GetProperty("attempt").GetInt32()));
        Assert.InRange(bad.GetProperty("waited_s").GetDouble(), 0, 90);

        var profile = await cluster.EndedAsync(0, "trace", id, "--format", "csv");
        Assert.Equal("time,event,component,thread,uid,state,msg", profile.Output[0]);
        Assert.Equal(1 + (7 * 6), profile.Output.Length);
        string[][] rows = [.. profile.Output.Skip(1).Select(static line => line.Split(','))];
        Assert.All(rows, static row => Assert.Equal(7, row.Length));
        Assert.All(rows, static row => Assert.True(double.Parse(row[0], CultureInfo.InvariantCulture) > 1e9));
        Assert.All(rows.GroupBy(static row => row[4]), static task => Assert.Equal(
            ["schedule_try", "schedule_ok", "advance", "exec_start", "exec_stop", "advance"], task.Select(static row => row[1])));
        Assert.Equal(6, rows.Count(static row => row[5] == "DONE"));
    }

    [Fact]
    public async Task A_submission_that_is_not_there_is_a_failure()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();

        var trace = await cluster.EndedAsync(1, "trace", Guid.CreateVersion7().ToString());
        Assert.Contains("the master has no task of submission", trace.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_that_go_back_in_time_are_drawn_without_covering_anything()
    {
        using var stream = new MemoryStream();
        using var chrome = new ChromeTrace(stream);
        var profile = new SubmissionProfile(chrome);
        profile.Add([Ran("c", 20, 30), Ran("a", 0, 10), Ran("b", 5, 15), new TaskRecord { Uid = "waits", State = TaskState.Waiting }], DateTimeOffset.UnixEpoch);
        profile.Add([Ran("d", 2, 25), Ran("e", 31, null)], DateTimeOffset.UnixEpoch.AddSeconds(40));
        chrome.Complete();

        using var trace = JsonDocument.Parse(stream.ToArray());
        var runs = trace.RootElement.GetProperty("traceEvents").EnumerateArray().Where(static happened => happened.GetProperty("ph").GetString() == "X").ToList();
        Assert.Equal((5, 6, 1), (runs.Count, (int)profile.Tasks, (int)profile.NotRun));
        AssertApart(runs);
        Assert.Equal(9_000_000, runs.Single(static run => run.GetProperty("name").GetString() == "e").GetProperty("dur").GetInt64());
    }

    private static TaskRecord Ran(string uid, int start, int? end) => new()
    {
        Uid = uid,
        State = end is null ? TaskState.Executing : TaskState.Done,
        Worker = "w",
        Timestamps = new TaskTimestamps { Started = At(start), Finished = end is { } finished ? At(finished) : null },
    };

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private static void AssertApart(IEnumerable<JsonElement> runs) => Assert.All(
        runs.GroupBy(static run => (run.GetProperty("pid").GetInt32(), run.GetProperty("tid").GetInt32())),
        static row =>
        {
            var last = long.MinValue;
            foreach (var run in row.OrderBy(static run => run.GetProperty("ts").GetInt64()))
            {
                Assert.True(run.GetProperty("ts").GetInt64() >= last);
                last = run.GetProperty("ts").GetInt64() + run.GetProperty("dur").GetInt64();
            }
        });
}
