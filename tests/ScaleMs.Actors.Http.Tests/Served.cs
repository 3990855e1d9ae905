using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Akka.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Embedded;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Http.Tests;

/// <summary>A master with a worker in this process, and its page.</summary>
public sealed class Served : IAsyncLifetime
{
    /// <summary>Longer than any of these tests takes on a busy machine.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    /// <summary>Shared by the requests of a test; it has the token.</summary>
    public HttpClient Http { get; private set; } = null!;

    public ScaleMsClient Client { get; private set; } = null!;

    public HttpServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var config = ConfigurationFactory.ParseString("scalems.http.port = 0, scalems.client.max-in-flight = 2000000, akka.loglevel = WARNING");
        Client = await EmbeddedScaleMs.StartAsync(slots: 4, modules: [typeof(Work).Assembly], config: config);
        Server = await HttpServer.StartAsync(Client.System, ScaleMsOptions.From(config), ContactFile.NewToken(), NullLoggerFactory.Instance, CancellationToken.None);
        Http = WithToken(Server.Token);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await Client.DisposeAsync();
    }

    public HttpClient WithToken(string? token)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Server.Address), Timeout = Long };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }

    /// <summary>A line with a task that calls <see cref="Work.Echo"/>.</summary>
    public static string Echo(int number, int milliseconds = 0) => LineOf(WorkItem.Call(() => Work.Echo(number, milliseconds, CancellationToken.None)).Item);

    public static string LineOf(WorkItem item) => Encoding.UTF8.GetString(item.ToUtf8Json());

    /// <summary>Repeats assertions until they hold.</summary>
    public static async Task EventuallyAsync(Func<Task> assertion)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception error) when (error is Xunit.Sdk.XunitException or HttpRequestException && TimeProvider.System.GetElapsedTime(begun) < Long)
            {
                await Task.Delay(50);
            }
        }
    }

    public static StringContent Lines(params IEnumerable<string> lines) => new(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Submits lines under a new id, which is returned with the answer.</summary>
    public async Task<(Guid Id, JsonElement Answer)> SubmitAsync(params string[] lines)
    {
        var id = Guid.CreateVersion7();
        using var response = await Http.PutAsync($"/api/v1/submissions/{id}", Lines(lines));
        return (id, await JsonOf(response));
    }

    /// <summary>The results of a submission, waited for.</summary>
    public async Task<List<JsonElement>> ResultsAsync(Guid id, string query = "")
    {
        var text = await Http.GetStringAsync($"/api/v1/submissions/{id}/results{query}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line))];
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return await JsonOf(response);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());

    public static string ErrorIn(JsonElement answer) => answer.GetProperty("error").GetString()!;
}
