using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class ProtectionTests
{
    private static readonly string[] Beyond = ["--set", "akka.remote.dot-netty.tcp.hostname=0.0.0.0", "--set", "akka.remote.dot-netty.tcp.public-hostname=127.0.0.1"];

    [Fact]
    public async Task With_a_secret_a_seed_listens_beyond_loopback_and_serves_only_those_who_know_it()
    {
        var port = NodeProcess.FreePort();
        await using var seed = NodeProcess.StartWith(null, Secret("right"), ["seed", "--port", $"{port}", .. Beyond]);
        await seed.SaysAsync("is ready at");
        string[] hello = ["hello", "--seed", $"127.0.0.1:{port}"];
        string[] impatient = ["--set", "scalems.client.connect-deadline=2s"];
        await using var friend = NodeProcess.StartWith(null, Secret("right"), hello);
        await using var stranger = NodeProcess.StartWith(null, Secret("wrong"), [.. hello, .. impatient]);
        await using var nobody = NodeProcess.Start([.. hello, .. impatient]);

        await friend.ExitsWithAsync(0);
        await stranger.ExitsWithAsync(1);
        await nobody.ExitsWithAsync(1);
    }

    private static Dictionary<string, string> Secret(string value) => new() { ["SCALEMS_ENGINE_REMOTE_SECRET"] = value };
}
