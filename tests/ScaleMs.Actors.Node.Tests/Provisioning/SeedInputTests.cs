using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Provisioning;

/// <summary>The seed's <c>raptor_scheduler_config.json</c> and its executable.</summary>
public sealed class SeedInputTests
{
    /// <summary>All keys, as the seed writes them.</summary>
    private const string Config =
        """
        {
          "worker": {
            "cpu_processes": 2,
            "cores_per_process": 1,
            "gpus_per_process": 0,
            "gpus_per_rank": 0.0,
            "pre_exec": ["export FROM_CONFIG=yes"],
            "named_env": null
          },
          "versioned_modules": [["scalems", "0.0.1"], ["radical.pilot", "1.20"], ["numpy", "1.0"]]
        }
        """;

    [Fact]
    public async Task The_file_that_SCALE_MS_writes_starts_a_master_and_its_worker()
    {
        await using var cluster = new TestCluster();
        cluster.Directory.WriteText("raptor_scheduler_config.json", Config);
        await cluster.SeedAsync("--input", "raptor_scheduler_config.json");

        await RunsAsync(cluster.Directory, "--seed", cluster.Address);
        await cluster.EndedAsync(0, "stop");
    }

    [Fact]
    public async Task Under_the_name_of_the_seeds_executable_it_is_that_one()
    {
        using var directory = new TestDirectory();
        directory.WriteText("config.json", Config);
        var port = Ports.Free();
        await using var master = NodeProcess.StartAs("scalems_rp_master", directory, "config.json", "--port", $"{port}");
        await master.SaysAsync("is ready at");

        await RunsAsync(directory, "--seed", $"127.0.0.1:{port}");

        Assert.Contains("is ready at", File.ReadAllText(directory.File("scalems.radical.raptor.log")), StringComparison.Ordinal);
        await using var stop = NodeProcess.StartIn(directory, "stop", "--seed", $"127.0.0.1:{port}");
        await stop.ExitsWithAsync(0);
        await master.ExitsWithAsync(0);
    }

    [Theory]
    [InlineData("""{"worker": {"cpu_processes": 0}}""", "worker: cpu_processes is 0; it must be 1 or more")]
    public async Task A_file_that_cannot_be_meant_is_refused_by_the_name_of_its_key(string config, string reason)
    {
        using var directory = new TestDirectory();
        directory.WriteText("config.json", config);
        await using var seed = NodeProcess.StartIn(directory, "seed", "--port", "0", "--input", "config.json");

        await seed.ExitsWithAsync(2);

        Assert.Contains(reason, seed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_file_tells_workers_and_clients_where_the_master_is_and_they_wait_for_it()
    {
        using var directory = new TestDirectory();
        await using var worker = NodeProcess.StartIn(directory, "worker", "--slots", "2", "--contact-file", "master.json");
        await using var seed = NodeProcess.StartIn(directory, "seed", "--port", "0", "--contact-file", "master.json");
        await worker.SaysAsync("Registered");

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(directory.File("master.json")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await RunsAsync(directory, "--contact-file", "master.json", expected: "-");
        directory.WriteText("other.json", "{}");
        await using var wrong = NodeProcess.StartIn(directory, "status", "--contact-file", "other.json");
        await wrong.ExitsWithAsync(2);
        Assert.Contains("the contact file 'other.json' cannot be used", wrong.Errors, StringComparison.Ordinal);
        await using var stop = NodeProcess.StartIn(directory, "stop", "--contact-file", "master.json");
        await stop.ExitsWithAsync(0);
    }

    private static async Task RunsAsync(TestDirectory directory, string option, string value, string expected = "yes-")
    {
        using var file = TaskFile.Of("""{"mode": "task.shell", "command": "echo $FROM_CONFIG-"}""");
        await using var submit = NodeProcess.StartIn(directory, "submit", file.Path, option, value);
        await submit.ExitsWithAsync(0);
        Assert.Equal($"{expected}\n", Assert.Single(ResultText.Parse(submit.Output)).Text("stdout"));
    }
}
