using System.Net;
using System.Net.Sockets;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Http.Api;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Http.Tests.Api;

/// <summary>Clients that are broken, slow or hostile harm only themselves.</summary>
public sealed class HostileTests(Served served) : IClassFixture<Served>
{
    private const int Rounds = 400;

    [Fact]
    public async Task No_body_however_malformed_is_an_error_of_the_server()
    {
        var random = new Random(4711);
        byte[][] seeds =
        [
            Encoding.UTF8.GetBytes($"{Served.Echo(1)}\n{Served.Echo(2)}"),
            """{"ids": ["a", "b"], "submission": null}"""u8.ToArray(),
            Encoding.UTF8.GetBytes($$"""{"items": {"a": {{Served.Echo(3)}} }, "edges": [["a", "a"]]}"""),
        ];
        (HttpMethod Method, Func<string> Path, string Type)[] targets =
        [
            (HttpMethod.Put, static () => $"/api/v1/submissions/{Guid.CreateVersion7()}", "application/x-ndjson"),
            (HttpMethod.Post, static () => "/api/v1/submissions", "application/json"),
            (HttpMethod.Post, static () => "/api/v1/cancel", "application/json"),
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var (method, path, type) = targets[random.Next(targets.Length)];
            using var request = new HttpRequestMessage(method, path()) { Content = new ByteArrayContent(Mutated(seeds[random.Next(seeds.Length)], random)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await served.Http.SendAsync(request);
            Assert.True((int)response.StatusCode < 500, $"round {round}: {await response.Content.ReadAsStringAsync()}");
        }

        Assert.Equal("scalems-master", (await served.GetAsync("/api/v1/status")).GetProperty("master").GetString());
    }

    [Theory]
    [InlineData("/api/v1/cancel", 2 << 20)]
    [InlineData("/api/v1/submissions", 65 << 20)]
    public async Task A_document_has_a_bound(string path, int bytes)
    {
        using var body = new ByteArrayContent(new byte[bytes]);
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        try
        {
            using var response = await served.Http.PostAsync(path, body);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The server has closed the connection while the rest was being sent.
        }

        Assert.True((await served.GetAsync("/api/v1/status")).TryGetProperty("master", out _));
    }

    [Fact]
    public async Task A_stream_of_tasks_that_brings_nothing_is_ended_with_the_reason()
    {
        await using var stalled = new Stalled(Encoding.UTF8.GetBytes($"{Served.Echo(1)}\n"));
        var lines = new SubmittedLines(stalled, [], TimeSpan.FromMilliseconds(50));
        var tasks = new List<TaskInput>();
        await foreach (var task in lines.ReadAsync())
        {
            tasks.Add(task);
        }

        Assert.Single(tasks);
        Assert.Equal((2L, 408), (lines.Problem!.Value.Line, lines.Problem.Value.Status));
        Assert.Contains("nothing came for", lines.Problem.Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_a_document_too_slowly_is_cut_off()
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(Encoding.ASCII.GetBytes($"POST /api/v1/cancel HTTP/1.1\r\nHost: {Authority}\r\nAuthorization: Bearer {served.Server.Token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));

        var answer = await ReadAllAsync(connection).WaitAsync(Served.Long);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Who_reads_results_too_slowly_is_cut_off_and_gets_them_again()
    {
        const int Count = 120;
        var (id, _) = await served.SubmitAsync([.. Enumerable.Range(0, Count).Select(static number =>
            Served.LineOf(WorkItem.Call(() => Work.Repeat($"{number}", 150_000)).Item))]);
        using var connection = await ConnectAsync();
        await connection.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/submissions/{id}/results HTTP/1.1\r\nHost: {Authority}\r\nAuthorization: Bearer {served.Server.Token}\r\n\r\n"));

        // Nobody reads, so the server stops sending and gives up; then the submission is free for another reader.
        await Served.EventuallyAsync(async () => Assert.Equal(
            Count, (await served.ResultsAsync(id)).Select(static result => result.GetProperty("index").GetInt32()).Distinct().Count()));
    }

    private string Authority => new Uri(served.Server.Address).Authority;

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(served.Server.Address).Port);
        return socket;
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var read)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Reset.
        }

        return text.ToString();
    }

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var n = random.Next(1, 6); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"{[\"\\"[random.Next(4)], random.Next(1, 200)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Has some bytes, and then nothing.</summary>
    private sealed class Stalled(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
