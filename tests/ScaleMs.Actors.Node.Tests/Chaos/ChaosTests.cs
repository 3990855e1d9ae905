using Xunit.Abstractions;

namespace ScaleMs.Actors.Node.Tests.Chaos;

public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_task_ends_exactly_once_at_every_client_whatever_is_killed_paused_and_restarted()
    {
        var settings = ChaosSettings.FromEnvironment();
        List<string> violations;
        string logs;
        await using (var run = new ChaosRun(settings))
        {
            logs = run.Logs;
            violations = await run.PlayAsync();
            if (violations.Count == 0)
            {
                violations.AddRange(ChaosJournal.Violations(run.Journal, run.Clients));
            }
        }

        Assert.True(
            violations.Count == 0,
            $"""
            seed {settings.Seed}, {settings.Duration.TotalSeconds} s; again: dotnet run build.cs -- chaos --seconds {settings.Duration.TotalSeconds} --seed {settings.Seed}
            logs are kept in {logs}
            {violations.Count} violations, such as:
            {string.Join('\n', violations.Take(10))}
            """);
        output.WriteLine(await File.ReadAllTextAsync(Path.Combine(logs, "history.log")));
        Directory.Delete(logs, recursive: true);
    }
}
