using System.Text.Json;

namespace ScaleMs.Actors.Http.Tests.Feed;

public sealed class FeedTests(Served served) : IClassFixture<Served>
{
    [Fact]
    public async Task A_page_gets_the_history_and_then_a_tick_each_second()
    {
        var (id, _) = await served.SubmitAsync(Served.Echo(1), """{"name": "fails", "mode": "task.shell", "command": "exit 5"}""");
        await served.ResultsAsync(id);
        await Served.EventuallyAsync(async () =>
        {
            var (_, history) = await FirstAsync(1).SingleAsync();
            Assert.Equal(1, history.GetProperty("tick").GetProperty("states").GetProperty("FAILED").GetInt32());
            Assert.Contains(history.GetProperty("failures").EnumerateArray(), static failure => failure.GetProperty("name").GetString() == "fails" && failure.GetProperty("kind").GetString() == "exit code 5");
            Assert.Contains(history.GetProperty("runs").EnumerateArray(), static run => run.GetProperty("function").GetString()!.EndsWith("Work.Echo", StringComparison.Ordinal));
            Assert.Contains(history.GetProperty("tick").GetProperty("submissions").EnumerateArray(), submission => submission.GetProperty("id").GetGuid() == id && submission.GetProperty("last_at").GetInt64() > 0);
        });
        var events = await FirstAsync(3).ToListAsync();

        Assert.Equal(["history", "tick", "tick"], events.Select(static some => some.Name));
        Assert.InRange(events[2].Data.GetProperty("at").GetInt64() - events[1].Data.GetProperty("at").GetInt64(), 1, 60_000);
    }

    [Fact]
    public async Task A_running_task_is_shown_with_its_worker_until_it_ends()
    {
        var (id, _) = await served.SubmitAsync(Served.Echo(2, milliseconds: 60_000));
        await Served.EventuallyAsync(async () =>
        {
            var (_, history) = await FirstAsync(1).SingleAsync();
            var running = Assert.Single(history.GetProperty("tick").GetProperty("running").EnumerateArray(), task => task.GetProperty("submission").GetGuid() == id);
            Assert.False(string.IsNullOrEmpty(running.GetProperty("worker").GetString()));
        });
        using var canceled = await served.Http.PostAsync("/api/v1/cancel", Served.Json($$"""{"submission": "{{id}}"}"""));
        await Served.EventuallyAsync(async () =>
        {
            var (_, history) = await FirstAsync(1).SingleAsync();
            Assert.DoesNotContain(history.GetProperty("tick").GetProperty("running").EnumerateArray(), task => task.GetProperty("submission").GetGuid() == id);
        });
    }

    private async IAsyncEnumerable<(string Name, JsonElement Data)> FirstAsync(int count)
    {
        using var response = await served.Http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (count-- > 0)
        {
            var name = await reader.ReadLineAsync().WaitAsync(Served.Long);
            var data = await reader.ReadLineAsync();
            await reader.ReadLineAsync();
            yield return (name!["event: ".Length..], JsonElement.Parse(data!["data: ".Length..]));
        }
    }
}
