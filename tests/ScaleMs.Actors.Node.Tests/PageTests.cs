using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

/// <summary>How users get to the page.</summary>
public sealed class PageTests
{
    private const string FreePort = "scalems.http.port=0";

    [Fact]
    public async Task The_verb_prints_the_URL_of_a_seeds_page()
    {
        using var directory = new TestDirectory();
        await using var seed = NodeProcess.StartIn(directory, "seed", "--port", "0", "--contact-file", "master.json", "--set", FreePort);
        await using var verb = NodeProcess.StartIn(directory, "page", "--contact-file", "master.json");
        await verb.ExitsWithAsync(0);

        Assert.Equal("scalems-master", (await StatusAsync(Assert.Single(verb.Output))).GetProperty("master").GetString());
        await seed.SaysAsync($"the page is at {Assert.Single(verb.Output).Split("/?")[0]};");
        Assert.DoesNotContain("token=", seed.Errors, StringComparison.Ordinal);

        await using var token = NodeProcess.StartIn(directory, "page", "--token", "--contact-file", "master.json");
        await token.ExitsWithAsync(0);
        Assert.EndsWith($"/?token={Assert.Single(token.Output)}", Assert.Single(verb.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_has_a_page_while_its_tasks_run()
    {
        await using var cluster = new TestCluster();
        using var file = TaskFile.Of(cluster.AtGate("waiting"));
        await using var run = NodeProcess.Start("run", file.Path, "--page", "--set", FreePort);
        const string Before = "the page is at ";
        var said = await run.SaysAsync(Before);
        var url = said[(said.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..].Trim();

        await run.UntilAsync(async () => (await StatusAsync(url)).GetProperty("counts").GetProperty("EXECUTING").GetInt32() == 1);
        cluster.Open();

        await run.ExitsWithAsync(0);
    }

    [Fact]
    public async Task A_seed_whose_page_cannot_listen_works_without()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var cluster = new TestCluster();
        var seed = await cluster.SeedAsync("--set", $"scalems.http.port={port}");

        await seed.SaysAsync($"there is no page: the page cannot listen on 127.0.0.1:{port}: the port is in use");
        await cluster.EndedAsync(0, "hello");
    }

    [Fact]
    public async Task A_master_without_a_page_is_told_from_one_that_is_missing()
    {
        using var directory = new TestDirectory();
        await using var seed = NodeProcess.StartIn(directory, "seed", "--port", "0", "--contact-file", "master.json");
        await using var verb = NodeProcess.StartIn(directory, "page", "--contact-file", "master.json");

        Assert.NotEqual(0, await verb.ExitsAsync());

        Assert.Contains("scalems.http.port is off", verb.Errors, StringComparison.Ordinal);
    }

    /// <summary>The master's status, by the token of a URL.</summary>
    private static async Task<JsonElement> StatusAsync(string url)
    {
        var parts = url.Split("/?token=");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parts[1]);
        return JsonElement.Parse(await http.GetStringAsync($"{parts[0]}/api/v1/status"));
    }
}
