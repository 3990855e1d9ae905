using System.Net;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Http.Tests.Api;

public sealed class SubmissionTests(Served served) : IClassFixture<Served>
{
    [Fact]
    public async Task Lines_are_submitted_and_their_results_streamed_with_their_indices()
    {
        var (id, answer) = await served.SubmitAsync([.. Enumerable.Range(0, 500).Select(static number => Served.Echo(number))]);
        var results = await served.ResultsAsync(id);

        Assert.Equal(500, answer.GetProperty("tasks").GetInt32());
        Assert.Equal(Enumerable.Range(0, 500), results.Select(static result => result.GetProperty("index").GetInt32()).Order());
        Assert.All(results, static result => Assert.Equal(result.GetProperty("index").GetInt32(), result.GetProperty("return_value").GetInt32()));
    }

    [Fact]
    public async Task A_submission_without_an_id_gets_one()
    {
        using var response = await served.Http.PostAsync("/api/v1/submissions", Served.Lines(Served.Echo(1)));
        var id = (await Served.JsonOf(response)).GetProperty("submission").GetGuid();

        Assert.Single(await served.ResultsAsync(id));
    }

    [Fact]
    public async Task The_same_tasks_under_the_same_id_resume_and_do_not_run_again()
    {
        var file = Path.GetTempFileName();
        var line = Served.LineOf(WorkItem.Call(() => Work.Append(file, 7)).Item);
        var (id, _) = await served.SubmitAsync(line);
        await served.ResultsAsync(id);
        using var again = await served.Http.PutAsync($"/api/v1/submissions/{id}", Served.Lines(line));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Single(await served.ResultsAsync(id));
        Assert.Equal(["7"], await File.ReadAllLinesAsync(file));
        File.Delete(file);
    }

    [Fact]
    public async Task Other_tasks_under_the_same_id_are_refused_with_the_reason()
    {
        var (id, _) = await served.SubmitAsync(Served.Echo(1));
        using var again = await served.Http.PutAsync($"/api/v1/submissions/{id}", Served.Lines(Served.Echo(2)));
        var refused = (await Served.JsonOf(again)).GetProperty("refused")[0];

        Assert.Equal(0, refused.GetProperty("index").GetInt32());
        Assert.Contains("a submission is taken up again with the same tasks", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_line_is_named_and_the_lines_before_it_are_submitted()
    {
        var id = Guid.CreateVersion7();
        using var response = await served.Http.PutAsync($"/api/v1/submissions/{id}", Served.Lines(Served.Echo(1), "", """{"module": "m", "fnuc": "f"}""", Served.Echo(2)));
        var error = await Served.JsonOf(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(3, error.GetProperty("line").GetInt32());
        Assert.Equal(1, error.GetProperty("submitted").GetInt32());
        Assert.Contains("line 3: ", Served.ErrorIn(error), StringComparison.Ordinal);
        Assert.Contains("\"fnuc\": no such key; did you mean \"func\"?", Served.ErrorIn(error), StringComparison.Ordinal);
        Assert.Single(await served.ResultsAsync(id));
    }

    [Theory]
    [InlineData("""{"mode": "scalems.cpi", "metadata": {"control": "stop"}}""", "it is a command, not a task")]
    [InlineData("not json", "not JSON")]
    [InlineData("[1]", "this is an array")]
    [InlineData("""{"mode": "task.shell", "command": "cat x", "input_staging": ["x"]}""", "a file of the client is staged, and there is none")]
    public async Task What_cannot_be_submitted_is_said(string line, string expected)
    {
        using var response = await served.Http.PostAsync("/api/v1/submissions", Served.Lines(line));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_document_is_accepted_as_a_whole_and_has_a_graph()
    {
        var id = Guid.CreateVersion7();
        using var response = await served.Http.PutAsync($"/api/v1/submissions/{id}", Served.Json(
            $$"""{"items": {"first": {{Served.Echo(1)}}, "second": {{Served.Echo(2)}}, "last": {{Served.Echo(3)}}}, "edges": [["first", "last"], ["second", "last"]]}"""));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var results = await served.ResultsAsync(id);
        var graph = await served.GetAsync($"/api/v1/submissions/{id}/graph");
        var tasks = graph.GetProperty("tasks").EnumerateArray().ToDictionary(static task => task.GetProperty("name").GetString()!);

        Assert.Equal(3, results.Count);
        Assert.Equal(3, graph.GetProperty("total").GetInt32());
        Assert.Equal(
            new[] { "first", "second" }.Select(name => tasks[name].GetProperty("index").GetInt32()).Order(),
            tasks["last"].GetProperty("after").EnumerateArray().Select(static index => index.GetInt32()).Order());
        Assert.All(tasks.Values, static task => Assert.Equal("DONE", task.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Of_a_bad_workflow_document_nothing_is_accepted()
    {
        var id = Guid.CreateVersion7();
        using var response = await served.Http.PutAsync($"/api/v1/submissions/{id}", Served.Json($$"""{"items": {"first": {{Served.Echo(1)}}, "second": {"modul": "m"} } }"""));
        using var results = await served.Http.GetAsync($"/api/v1/submissions/{id}/results");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("item 'second'", Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, results.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_body_needs_its_content_type(string? type)
    {
        foreach (var path in (string[])["/api/v1/submissions", "/api/v1/cancel"])
        {
            using var body = new ByteArrayContent("""{"all": true}"""u8.ToArray());
            if (type is not null)
            {
                body.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var response = await served.Http.PostAsync(path, body);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            Assert.Contains("content type", Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Results_that_were_not_read_to_the_end_come_again()
    {
        var (id, _) = await served.SubmitAsync([.. Enumerable.Range(0, 400).Select(static number => Served.Echo(number + 10_000))]);
        using (var response = await served.Http.GetAsync($"/api/v1/submissions/{id}/results", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var some = await response.Content.ReadAsStreamAsync();
            _ = await some.ReadAsync(new byte[100]);
        }

        // The session of the broken connection ends a moment later.
        await Served.EventuallyAsync(async () => Assert.Equal(400, (await served.ResultsAsync(id)).Select(static result => result.GetProperty("index").GetInt32()).Distinct().Count()));
    }

    [Fact]
    public async Task Available_results_are_read_without_waiting()
    {
        var (id, _) = await served.SubmitAsync(Served.Echo(1), Served.Echo(2, milliseconds: 30_000));
        await Served.EventuallyAsync(async () => Assert.Equal([0], (await served.ResultsAsync(id, "?wait=false")).Select(static result => result.GetProperty("index").GetInt32())));
        using var canceled = await served.Http.PostAsync("/api/v1/cancel", Served.Json($$"""{"submission": "{{id}}"}"""));
        var counts = await Served.JsonOf(canceled);

        Assert.Equal((1, 1), (counts.GetProperty("canceled").GetInt32(), counts.GetProperty("already_final").GetInt32()));
        Assert.Equal(["CANCELED", "DONE"], (await served.ResultsAsync(id)).Select(static result => result.GetProperty("state").GetString()!).Order());
    }

    [Fact]
    public async Task A_submission_that_nobody_made_is_not_found()
    {
        using var response = await served.Http.GetAsync($"/api/v1/submissions/{Guid.CreateVersion7()}/results");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("the master has no submission", Served.ErrorIn(await Served.JsonOf(response)), StringComparison.Ordinal);
    }
}
