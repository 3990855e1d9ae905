using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Client.Tests;

public sealed class LostMasterTests
{
    [Fact]
    public async Task Without_a_master_a_client_gives_up_at_its_deadline_and_says_where_it_looked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var begun = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<MasterUnavailableException>(() => ScaleMsClient.ConnectAsync(
            $"127.0.0.1:{port}", ConfigurationFactory.ParseString("scalems.client.connect-deadline = 1s, akka.loglevel = ERROR")));

        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(1), Embedded.Long);
    }

    [Fact]
    public async Task When_the_master_is_gone_whoever_waits_is_told()
    {
        await using var client = await Embedded.StartAsync(config: "scalems.client.connect-deadline = 1s");
        var forever = WorkItem.Create(typeof(Work).FullName!, nameof(Work.ForeverAsync));
        var task = await client.AddItemAsync(forever);
        var stream = client.RunAsync(Enumerable.Repeat(forever, 10)).AllAsync();

        client.Master.Tell(PoisonPill.Instance);

        await Assert.ThrowsAsync<MasterUnavailableException>(() => task.Result.WaitAsync(Embedded.Long));
        await Assert.ThrowsAsync<MasterUnavailableException>(() => stream.WaitAsync(Embedded.Long));
        await Assert.ThrowsAsync<MasterUnavailableException>(() => client.AddItemAsync(forever).WaitAsync(Embedded.Long));
        await Assert.ThrowsAsync<MasterUnavailableException>(() => client.HelloAsync().WaitAsync(Embedded.Long));
    }
}
