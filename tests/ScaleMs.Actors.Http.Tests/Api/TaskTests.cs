using System.Net;

namespace ScaleMs.Actors.Http.Tests.Api;

public sealed class TaskTests(Served served) : IClassFixture<Served>
{
    [Fact]
    public async Task A_tasks_record_has_its_life_and_its_output()
    {
        var (id, _) = await served.SubmitAsync("""{"name": "greeting", "mode": "task.shell", "command": "echo hello; exit 3"}""");
        var uid = (await served.ResultsAsync(id))[0].GetProperty("uid").GetString()!;
        var record = await served.GetAsync($"/api/v1/tasks/{uid}");
        var output = await served.GetAsync($"/api/v1/tasks/{uid}/output?stdout=2");

        Assert.Equal("greeting", record.GetProperty("name").GetString());
        Assert.Equal(3, record.GetProperty("exit_code").GetInt32());
        Assert.Equal("FAILED", record.GetProperty("transitions").EnumerateArray().Last().GetProperty("state").GetString());
        Assert.Equal("llo\n", output.GetProperty("stdout").GetString());
        Assert.Equal(6, output.GetProperty("next_stdout").GetInt32());
    }

    [Fact]
    public async Task Tasks_are_found_by_state_submission_and_text()
    {
        var (id, _) = await served.SubmitAsync([.. Enumerable.Range(0, 30).Select(static number => Served.Echo(number + 20_000)), """{"name": "needle-in-hay", "mode": "task.shell", "command": "exit 1"}"""]);
        await served.ResultsAsync(id);
        var failed = await served.GetAsync($"/api/v1/tasks?submission={id}&state=FAILED");
        var named = await served.GetAsync("/api/v1/tasks?text=NEEDLE-in");
        var page = await served.GetAsync($"/api/v1/tasks?submission={id}&limit=20");
        var rest = await served.GetAsync($"/api/v1/tasks?submission={id}&limit=20&after={page.GetProperty("next").GetString()}");

        Assert.Equal("needle-in-hay", Assert.Single(failed.GetProperty("records").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(30, Assert.Single(named.GetProperty("records").EnumerateArray()).GetProperty("index").GetInt32());
        Assert.Equal((20, 11), (page.GetProperty("records").GetArrayLength(), rest.GetProperty("records").GetArrayLength()));
        Assert.False(rest.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("/api/v1/tasks?state=BROKEN", "'BROKEN' is not a state; known are NEW, WAITING")]
    [InlineData("/api/v1/tasks?state=3", "'3' is not a state")]
    [InlineData("/api/v1/tasks?limit=-1", "limit is -1; 0 to 1000 are possible")]
    [InlineData("/api/v1/tasks?after=x", "after is 'x'")]
    public async Task A_bad_query_is_refused_with_the_reason(string path, string expected)
    {
        using var response = await served.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"idz": []}""", "\"idz\": no such key; did you mean \"ids\"?")]
    [InlineData("""{}""", "a cancel command has exactly one of")]
    [InlineData("""{"ids": ["a"], "all": true}""", "a cancel command has exactly one of")]
    [InlineData("""{"ids": [""", "not a cancel command: line 1, column")]
    [InlineData("null", "a cancel command is expected, not null")]
    public async Task A_bad_cancellation_is_refused_with_the_reason(string body, string expected)
    {
        using var response = await served.Http.PostAsync("/api/v1/cancel", Served.Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/tasks/nobody", HttpStatusCode.NotFound, "the master has no task 'nobody'")]
    [InlineData("GET", "/api/v1/tasks/a%2Fb", HttpStatusCode.NotFound, "the master has no task 'a/b'")]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound, "there is nothing at '/api/v1/nothing'; /openapi/v1.json has what there is")]
    [InlineData("GET", "/api/v1/cancel", HttpStatusCode.MethodNotAllowed, "cannot be asked with GET")]
    [InlineData("GET", "/page/../../etc/passwd", HttpStatusCode.NotFound, "there is nothing at")]
    public async Task What_is_not_there_is_said(string method, string path, HttpStatusCode status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await served.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(expected, Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
    }
}
