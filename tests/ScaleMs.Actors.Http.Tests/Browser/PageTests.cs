using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ScaleMs.Actors.Http.Tests.Browser;

public sealed class PageTests(Served served, Chromium chromium) : IClassFixture<Served>, IClassFixture<Chromium>
{
    [Fact]
    public async Task The_printed_url_opens_the_page_which_counts_tasks_as_they_end()
    {
        var page = await chromium.OpenAsync();
        var problems = ProblemsOf(page);
        await page.GotoAsync(served.Server.AddressWithToken);
        await Expect(page.Locator("[data-view=overview]")).ToBeVisibleAsync();
        var before = await NumberAsync(page, "done");
        var (id, _) = await served.SubmitAsync([.. Enumerable.Range(0, 25).Select(static number => Served.Echo(number + 1_000))]);
        await served.ResultsAsync(id);

        await Expect(page.Locator("[data-number=done]")).ToHaveTextAsync($"{before + 25:N0}");
        Assert.DoesNotContain(served.Server.Token, page.Url, StringComparison.Ordinal);
        Assert.Empty(problems);
    }

    [Fact]
    public async Task A_page_without_the_token_says_what_to_do()
    {
        var page = await chromium.OpenAsync();
        var response = await page.GotoAsync(served.Server.Address);

        Assert.Equal(401, response?.Status);
        Assert.Contains("scalems page", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_is_canceled_only_after_a_confirmation()
    {
        var (id, _) = await served.SubmitAsync(Served.Echo(50_000, milliseconds: 120_000), Served.Echo(50_001, milliseconds: 120_000));
        var page = await OpenAsync($"/#/submissions/{id}");
        await page.Locator("[data-view=submission] [data-action=cancel]").First.ClickAsync();
        await page.Locator("dialog [data-action=keep]").ClickAsync();
        Assert.Empty(await served.ResultsAsync(id, "?wait=false"));

        await page.Locator("[data-view=submission] [data-action=cancel]").First.ClickAsync();
        await Expect(page.Locator("dialog")).ToContainTextAsync("2");
        await page.Locator("dialog [data-action=confirm]").ClickAsync();

        Assert.All(await served.ResultsAsync(id), static result => Assert.Equal("CANCELED", result.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_running_tasks_output_is_live()
    {
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var (id, _) = await served.SubmitAsync($$"""{"name": "talks", "mode": "task.shell", "command": "echo one; while [ ! -e {{file}} ]; do sleep 0.1; done; echo two"}""");
        var uid = (await served.GetAsync($"/api/v1/tasks?submission={id}")).GetProperty("records")[0].GetProperty("uid").GetString()!;
        var page = await OpenAsync($"/#/tasks/{Uri.EscapeDataString(uid)}");
        var output = page.Locator("[data-output=stdout]");

        await Expect(output).ToContainTextAsync("one");
        await Expect(output).Not.ToContainTextAsync("two");
        await File.WriteAllTextAsync(file, "");
        await Expect(output).ToContainTextAsync("two");
        await Expect(page.Locator("[data-transition=DONE]")).ToBeVisibleAsync();
        File.Delete(file);
    }

    [Fact]
    public async Task Names_from_tasks_are_text_and_not_markup()
    {
        var (id, _) = await served.SubmitAsync("""{"name": "<img src=x onerror=document.title='harmed'>", "mode": "task.shell", "command": "echo '<script>document.title=1</script>'; exit 1"}""");
        await served.ResultsAsync(id);
        var page = await OpenAsync("/#/failures");

        await Expect(page.Locator("[data-view=failures]")).ToContainTextAsync("<img src=x onerror=document.title='harmed'>");
        Assert.Equal(0, await page.Locator("main img").CountAsync());
        Assert.DoesNotContain("harmed", await page.TitleAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/#/", "overview")]
    [InlineData("/#/workers", "workers")]
    [InlineData("/#/stream", "stream")]
    [InlineData("/#/submissions", "submissions")]
    [InlineData("/#/failures", "failures")]
    [InlineData("/#/tasks", "tasks")]
    public async Task Every_view_fits_a_narrow_screen_in_both_themes_without_an_error(string hash, string view)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var page = await chromium.OpenAsync(390, scheme);
            var problems = ProblemsOf(page);
            await page.GotoAsync(served.Server.AddressWithToken);
            await page.GotoAsync(served.Server.Address + hash);
            await Expect(page.Locator($"[data-view={view}]")).ToBeVisibleAsync();

            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways");
            Assert.Empty(problems);
        }
    }

    [Fact]
    public async Task A_view_is_reached_and_left_by_the_keyboard_alone()
    {
        var page = await OpenAsync("/#/");
        await Expect(page.Locator("[data-view=overview]")).ToBeVisibleAsync();
        for (var i = 0; i < 20 && await page.EvaluateAsync<string?>("document.activeElement?.dataset.tab ?? null") != "workers"; i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-view=workers]")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.Locator("[data-view=overview]")).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(served.Server.AddressWithToken);
        await page.GotoAsync(served.Server.Address + path);
        return page;
    }

    private static List<string> ProblemsOf(IPage page)
    {
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Add(message.Text);
            }
        };
        return problems;
    }

    private static async Task<long> NumberAsync(IPage page, string name) =>
        long.Parse(await page.Locator($"[data-number={name}]").InnerTextAsync(), System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
}
