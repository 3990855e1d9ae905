using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;
using static Microsoft.Playwright.Assertions;

namespace ScaleMs.Actors.Http.Tests.Browser;

/// <summary>
/// The page of a master with many tasks: <c>build.cs -- page</c> has a million and writes pictures to the directory in <c>PAGE_PICTURES</c>; here there are fewer.
/// </summary>
public sealed class ManyTasksTests(Served served, Chromium chromium) : IClassFixture<Served>, IClassFixture<Chromium>
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("PAGE_TASKS") ?? "100000", CultureInfo.InvariantCulture);

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PAGE_PICTURES");

    [Fact]
    public async Task It_stays_fast_and_small()
    {
        var id = Guid.CreateVersion7();
        var submitting = served.Client.SubmitAllAsync(Tasks(), id, maxRunning: 3);
        var graph = Guid.CreateVersion7();
        using var workflow = await served.Http.PutAsync($"/api/v1/submissions/{graph}", Served.Json(Workflow()));
        workflow.EnsureSuccessStatusCode();
        Assert.Empty(await submitting);
        var task = (await served.GetAsync($"/api/v1/tasks?submission={graph}&text=combine")).GetProperty("records")[0].GetProperty("uid").GetString();
        var worker = (await served.GetAsync("/api/v1/workers")).GetProperty("workers")[0].GetProperty("name").GetString()!;
        (string View, string Path)[] views =
        [
            ("overview", "/"), ("workers", "/workers"), ("stream", "/stream"), ("submissions", "/submissions"), ("failures", "/failures"), ("tasks", "/tasks"),
            ("submission", $"/submissions/{graph}"), ("graph", $"/submissions/{graph}/graph"), ("task", $"/tasks/{task}"), ("worker", $"/workers/{Uri.EscapeDataString(worker)}"),
        ];

        foreach (var (width, scheme) in (IEnumerable<(int, ColorScheme)>)[(1_024, ColorScheme.Light), (1_024, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark)])
        {
            var page = await chromium.OpenAsync(width, scheme);
            var begun = Stopwatch.GetTimestamp();
            await page.GotoAsync(served.Server.AddressWithToken);
            await Expect(page.Locator("[data-view=overview]")).ToBeVisibleAsync();
            Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 20);
            foreach (var (view, path) in views)
            {
                await page.EvaluateAsync("path => { location.hash = `#${path}`; }", path);
                await Expect(page.Locator($"[data-view={view}]")).ToBeVisibleAsync();
                if (Pictures is not null)
                {
                    // A few seconds' worth of events in each picture.
                    await page.WaitForTimeoutAsync(2_500);
                    await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{view}-{width}-{scheme.ToString().ToLowerInvariant()}.png") });
                }

                var tooWide = await page.EvaluateAsync<string[]>(
                    "() => [...document.querySelectorAll('html, main, .titles, .table')].filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent.slice(0, 200))");
                Assert.True(tooWide.Length == 0, $"{view} does not fit into {width} pixels: {string.Join(" | ", tooWide)}");
            }

            // What the page keeps does not grow with the number of tasks.
            Assert.InRange(await page.EvaluateAsync<long>("performance.memory.usedJSHeapSize"), 0, 200 << 20);
            await page.Context.CloseAsync();
        }

        await served.Client.CancelAsync(new Contracts.Commands.Cancel { All = true });
    }

    private static async IAsyncEnumerable<TaskInput> Tasks()
    {
        for (var number = 0; number < Count; number++)
        {
            yield return (number % 20) switch
            {
                3 => WorkItem.Call(() => Work.Repeat("x", -1 - number)).Item,
                7 => WorkItem.Call(() => Work.Length($"text {number}")).Item,
                _ => WorkItem.Call(() => Work.Echo(number, 20 + (number % 7 * 30), CancellationToken.None)).Item,
            };
        }

        await Task.CompletedTask;
    }

    private static string Workflow()
    {
        var items = Enumerable.Range(0, 40).SelectMany(static replica => (string[])
        [
            $"\"prepare-{replica}\": {Served.Echo(200_000 + replica, 300)}",
            $"\"simulate-{replica}\": {Served.Echo(300_000 + replica, 2_000)}",
            $"\"analyse-{replica}\": {Served.Echo(400_000 + replica, 500)}",
        ]).Append($"\"combine\": {Served.Echo(500_000)}");
        var edges = Enumerable.Range(0, 40).SelectMany(static replica => (string[])
        [
            $"[\"prepare-{replica}\", \"simulate-{replica}\"]", $"[\"simulate-{replica}\", \"analyse-{replica}\"]", $"[\"analyse-{replica}\", \"combine\"]",
        ]);
        return $"{{\"items\": {{{string.Join(", ", items)}}}, \"edges\": [{string.Join(", ", edges)}]}}";
    }
}
