using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Hosting.Tests;

public sealed class HostTests
{
    [Fact]
    public async Task Master_worker_and_client_inhosts_of_their_own_do_the_work()
    {
        await using var hosts = new TestHosts();
        var master = await hosts.StartMasterAsync();
        var worker = await hosts.StartAsync(akka => akka.AddHocon(hosts.Contact, HoconAddMode.Prepend).AddScaleMsWorker(modules: [typeof(Work).Assembly]));
        var host = await hosts.StartAsync(akka => akka.AddHocon(hosts.Contact, HoconAddMode.Prepend).AddScaleMsClient());

        var client = await Client(host);
        Assert.Equal(7, await RunAsync(client, 7));
        Assert.Same(client, await Client(host));

        await TestHosts.UntilAsync(worker, "scalems-worker", HealthStatus.Healthy);
        Assert.Equal(HealthStatus.Healthy, Assert.Single(await TestHosts.HealthAsync(master, "ready"), static check => check.Key == "scalems-master").Value);
        Assert.Equal(HealthStatus.Healthy, Assert.Single(await TestHosts.HealthAsync(host, "ready"), static check => check.Key == "scalems-client").Value);
        foreach (var each in new[] { master, worker, host })
        {
            Assert.Equal([HealthStatus.Healthy], (await TestHosts.HealthAsync(each, "live")).Values);
        }
    }

    [Fact]
    public async Task All_three_in_one_actor_system_do_the_work()
    {
        await using var hosts = new TestHosts();
        var host = await hosts.StartAsync(akka => akka
            .AddHocon($"{hosts.AtPort}\nscalems.journal = off", HoconAddMode.Prepend)
            .AddScaleMsClient().AddScaleMsWorker(modules: [typeof(Work).Assembly]).AddScaleMsMaster());

        Assert.Equal(3, await RunAsync(await Client(host), 3));
        Assert.Equal(3, (await TestHosts.HealthAsync(host, "ready")).Count(static check => check.Value == HealthStatus.Healthy));
    }

    [Fact]
    public async Task A_worker_that_makes_its_own_actor_systems_does_the_work()
    {
        await using var hosts = new TestHosts();
        await hosts.StartMasterAsync();
        var worker = hosts.Build(services => services.AddScaleMsWorker(ConfigurationFactory.ParseString($"{hosts.Contact}\nscalems.worker.modules = [\"{typeof(Work).Assembly.Location}\"]")));
        await worker.StartAsync();
        var host = await hosts.StartAsync(akka => akka.AddHocon(hosts.Contact, HoconAddMode.Prepend).AddScaleMsClient());

        Assert.Equal(5, await RunAsync(await Client(host), 5));
    }

    [Fact]
    public async Task A_command_goes_to_the_master_in_the_registry_and_its_end_ends_the_host()
    {
        await using var hosts = new TestHosts();
        var host = await hosts.StartMasterAsync();
        var master = await host.Services.GetRequiredService<IRequiredActor<MasterKey>>().GetAsync();

        await master.Ask<CommandReply>(new StopCommand(), TestHosts.Long);

        await TestHosts.StoppingAsync(host);
        Assert.Contains(hosts.Log, static line => line.Text.StartsWith("The session's report:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_is_released_ends_its_host()
    {
        await using var hosts = new TestHosts();
        var master = await hosts.StartMasterAsync();
        var worker = await hosts.StartAsync(akka => akka.AddHocon(hosts.Contact, HoconAddMode.Prepend).AddScaleMsWorker());
        await TestHosts.UntilAsync(worker, "scalems-worker", HealthStatus.Healthy);

        (await master.Services.GetRequiredService<IRequiredActor<MasterKey>>().GetAsync()).Tell(new StopCommand());

        await TestHosts.StoppingAsync(worker);
    }

    [Fact]
    public async Task A_client_without_a_master_does_not_hold_up_its_host_and_finds_one_later()
    {
        await using var hosts = new TestHosts();
        var host = await hosts.StartAsync(akka => akka.AddHocon($"{hosts.Contact}\nscalems.client.connect-deadline = 500ms", HoconAddMode.Prepend).AddScaleMsClient());

        await Assert.ThrowsAsync<MasterUnavailableException>(() => Client(host));
        Assert.Equal(HealthStatus.Unhealthy, (await TestHosts.HealthAsync(host, "ready"))["scalems-client"]);

        await hosts.StartMasterAsync();
        ScaleMsClient? client = null;
        while (client is null)
        {
            try
            {
                client = await Client(host);
            }
            catch (MasterUnavailableException)
            {
                // The address was refused a moment ago, and is left alone for a while.
            }
        }

        Assert.True(client.IsConnected);
        Assert.Equal(HealthStatus.Healthy, (await TestHosts.HealthAsync(host, "ready"))["scalems-client"]);
    }

    [Fact]
    public async Task What_actors_log_has_its_values_by_name_and_the_class_as_category()
    {
        await using var hosts = new TestHosts();
        await hosts.StartMasterAsync();
        var worker = await hosts.StartAsync(akka => akka
            .AddHocon($"{hosts.Contact}\nscalems.worker {{ name = w7, slots = 2 }}", HoconAddMode.Prepend).AddScaleMsWorker());
        await TestHosts.UntilAsync(worker, "scalems-worker", HealthStatus.Healthy);

        var line = Assert.Single(hosts.Log, static line => line.Text.StartsWith("Registered with", StringComparison.Ordinal));

        Assert.StartsWith("Registered with scalems-master as w7, 2 slots", line.Text, StringComparison.Ordinal);
        Assert.Equal("ScaleMs.Actors.Worker.Registration.WorkerNode", line.Category);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Equal("w7", line.Values["Name"]);
        Assert.Equal(2, line.Values["Slots"]);
        Assert.Equal("Registered with {Master} as {Name}, {Slots} slots{Resources}", line.Values["{OriginalFormat}"]);
    }

    [Fact]
    public async Task A_node_that_would_listen_beyond_loopback_without_certificates_does_not_start()
    {
        await using var hosts = new TestHosts();
        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(() => hosts.StartAsync(static akka => akka
            .AddHocon("akka.remote.dot-netty.tcp.hostname = 0.0.0.0\nscalems.tls { ca = a, certificate = b, key = c }", HoconAddMode.Prepend).AddScaleMsMaster()));

        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name_of_the_actor_system_is_refused_with_the_one_that_is_needed()
    {
        await using var hosts = new TestHosts();
        var host = hosts.Build(services => services.AddAkka("mine", (akka, _) => akka.AddHocon(hosts.Contact, HoconAddMode.Prepend).AddScaleMsClient()));

        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(() => host.StartAsync());

        Assert.Contains("must be \"scalems\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_without_a_client_says_how_to_add_one()
    {
        await using var hosts = new TestHosts();
        var host = await hosts.StartMasterAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Client(host));

        Assert.Contains("AddScaleMsClient", error.Message, StringComparison.Ordinal);
    }

    private static async Task<ScaleMsClient> Client(IHost host) =>
        await host.Services.GetRequiredService<ActorSystem>().GetScaleMsClientAsync().WaitAsync(TestHosts.Long);

    private static async Task<int> RunAsync(ScaleMsClient client, int number)
    {
        var task = await client.AddItemAsync(WorkItem.Call(() => Work.Echo(number, 0, CancellationToken.None)));
        return await task.ValueAsync().WaitAsync(TestHosts.Long);
    }
}
