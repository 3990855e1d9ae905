using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class JournalFaultTests
{
    [Fact]
    public async Task Of_two_seeds_on_one_journal_the_second_refuses_and_names_it_and_its_owner_and_the_first_goes_on()
    {
        await using var cluster = new TestCluster();
        var first = await cluster.SeedAsync();
        await cluster.WorkerAsync();

        var second = cluster.BadSeed("--set", $"scalems.journal={cluster.Journal}");

        await second.ExitsWithAsync(1);
        Assert.Contains(cluster.Journal, second.Errors, StringComparison.Ordinal);
        Assert.Contains($"process {first.Id}", second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', second.Errors);
        using var file = TaskFile.Echoes(10, 0);
        await cluster.EndedAsync(0, "submit", file.Path);
        Assert.False(first.HasExited);
    }

    [Fact]
    public async Task A_full_disk_ends_the_seed_with_that_reason_and_the_next_one_finishes_what_was_accepted()
    {
        const int Count = 1_000;
        const int KibiBytes = 1_024;
        await using var cluster = new TestCluster();
        var padding = new string('x', 4 * KibiBytes * 1024 / Count);
        using var file = TaskFile.Of(Enumerable.Range(0, Count).Select(number =>
            $$"""{"mode": "task.shell", "command": "echo {{number}} >> {{cluster.Directory.File("trace")}}", "environment": {"PADDING": "{{padding}}"} }"""));
        var full = await cluster.LimitedSeedAsync(KibiBytes);
        await cluster.WorkerAsync();
        var submit = cluster.Client("submit", file.Path);
        var id = (await submit.SaysAsync("submission ")).Split(' ', ';')[1];

        await full.ExitsWithAsync(1);
        await submit.ExitsWithAsync(1);
        Assert.All([full, submit], ended =>
        {
            Assert.Contains(cluster.Journal, ended.Errors, StringComparison.Ordinal);
            Assert.Contains("no space is left", ended.Errors, StringComparison.Ordinal);
        });

        await cluster.SeedAsync();
        var results = await cluster.EndedAsync(0, "results", id, "--ordered");
        var accepted = ResultText.Parse(results.Output);
        Assert.InRange(accepted.Length, 1, Count - 1);
        Assert.All(accepted, static result => Assert.Equal("DONE", result.State()));
        var runs = cluster.Traces("trace").CountBy(static number => number).ToDictionary();
        Assert.All(accepted, result => Assert.Equal(1, runs[result.GetProperty("index").GetInt32()]));
        Assert.Subset(Uids(results), Uids(submit));
        await using var client = await cluster.ConnectAsync();
        Assert.Equal(accepted.Length, (await client.StatusAsync()).Counts[TaskState.Done]);
    }

    [Fact]
    public async Task A_journal_that_is_a_directory_is_refused()
    {
        await using var cluster = new TestCluster();
        Directory.CreateDirectory(cluster.Journal);

        await IsRefusedAsync(cluster, "is a directory; name a file");
    }

    [Fact]
    public async Task A_journal_that_is_no_journal_is_refused_and_left_as_it_is()
    {
        await using var cluster = new TestCluster();
        string[] diary = ["a diary", "of another kind"];
        await File.WriteAllLinesAsync(cluster.Journal, diary);

        await IsRefusedAsync(cluster, "is not a journal of this product");
        Assert.Equal(diary, await File.ReadAllLinesAsync(cluster.Journal));
    }

    [Fact]
    public async Task A_journal_whose_directory_cannot_be_written_is_refused()
    {
        // No user can, not even root.
        await using var cluster = new TestCluster();
        const string Journal = "/proc/scalems.journal";

        var seed = cluster.BadSeed("--set", $"scalems.journal={Journal}");

        await seed.ExitsWithAsync(1);
        Assert.Contains(Journal, seed.Errors, StringComparison.Ordinal);
        Assert.Contains("cannot be written", seed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', seed.Errors);
    }

    [Fact]
    public async Task A_journal_that_lacks_its_second_half_is_refused()
    {
        await using var cluster = new TestCluster();
        await WriteJournalAsync(cluster);
        await using (var file = File.OpenWrite(cluster.Journal))
        {
            file.SetLength(file.Length / 2);
        }

        await IsRefusedAsync(cluster, "is damaged");
    }

    [Fact]
    public async Task A_journal_with_one_byte_that_is_not_as_it_was_written_is_refused()
    {
        await using var cluster = new TestCluster();
        await WriteJournalAsync(cluster);
        var bytes = await File.ReadAllBytesAsync(cluster.Journal);
        var command = bytes.AsSpan().IndexOf("echo 100 "u8);
        Assert.True(command > 0, "the journal does not hold the tasks as text");
        bytes[command + 5]++;
        await File.WriteAllBytesAsync(cluster.Journal, bytes);

        await IsRefusedAsync(cluster, "does not match its checksum");
    }

    /// <summary>Leaves the journal of a seed that had tasks and was shut down cleanly.</summary>
    private static async Task WriteJournalAsync(TestCluster cluster)
    {
        var seed = await cluster.SeedAsync();
        using var file = cluster.Traced(200, "trace", "0");
        await cluster.EndedAsync(0, "submit", file.Path, "--detach");
        await cluster.EndedAsync(0, "stop", "--now");
        await seed.ExitsWithAsync(0);
    }

    private static async Task IsRefusedAsync(TestCluster cluster, string reason)
    {
        var seed = cluster.BadSeed("--set", $"scalems.journal={cluster.Journal}");

        await seed.ExitsWithAsync(1);
        Assert.Contains(cluster.Journal, seed.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, seed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', seed.Errors);
    }

    private static HashSet<string> Uids(NodeProcess client) => [.. ResultText.Parse(client.Output).Select(static result => result.GetProperty("uid").GetString()!)];
}
