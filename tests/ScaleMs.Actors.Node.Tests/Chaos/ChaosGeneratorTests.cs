using System.Text.Json;

namespace ScaleMs.Actors.Node.Tests.Chaos;

public sealed class ChaosGeneratorTests
{
    [Fact]
    public void A_seed_makes_the_same_tasks_and_the_same_script_every_time()
    {
        Assert.Equal(ChaosWorkload.Generate(5, 1, 1_000, 10), ChaosWorkload.Generate(5, 1, 1_000, 10));
        Assert.NotEqual(ChaosWorkload.Generate(5, 1, 1_000, 10), ChaosWorkload.Generate(6, 1, 1_000, 10));
        Assert.Equal(ChaosScript.Generate(5, TimeSpan.FromMinutes(10)), ChaosScript.Generate(5, TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void There_is_some_of_everything_among_the_tasks()
    {
        var tasks = ChaosWorkload.Generate(1, 0, 10_000, 10);

        Assert.InRange(tasks.Count(static task => task.State == "FAILED"), 20, 5_000);
        Assert.InRange(tasks.Count(static task => task.Line.Contains("$ref", StringComparison.Ordinal)), 1_500, 4_000);
        Assert.InRange(tasks.Count(static task => task.Line.Contains("depends_on", StringComparison.Ordinal)), 500, 2_000);
        Assert.All(tasks, static task => Assert.Equal(JsonValueKind.Object, JsonSerializer.Deserialize<JsonElement>(task.Line).ValueKind));
        Assert.All(tasks, static task => Assert.Equal(task.State == "DONE", task.Value is not null));
        var other = ChaosWorkload.Generate(1, 1, 10_000, 10).Select(static task => Call(task.Line)).ToHashSet();
        Assert.InRange(tasks.Count(task => other.Contains(Call(task.Line))), 100, 2_000);
    }

    [Fact]
    public void Everybody_is_killed_and_paused_within_ten_minutes_and_the_master_not_too_often()
    {
        var steps = ChaosScript.Generate(1, TimeSpan.FromMinutes(10));

        Assert.Equal(12, steps.Select(static step => (step.Act, step.Target, step.Number)).Distinct().Count());
        Assert.InRange(steps.Count(static step => step.Target == ChaosTarget.Master), 10, 30);
    }

    private static string Call(string line)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        return $"{json.GetProperty("func")} {json.GetProperty("args")}";
    }
}
