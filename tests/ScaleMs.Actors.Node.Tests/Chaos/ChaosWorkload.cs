using System.Text.Json;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>
/// The tasks of one client, as a function of a seed: short ones, of which some use others' results as arguments, some only wait for
/// others, a few fail and make their dependents fail, and a few duplicate another client's. Every fourth is a Python function.
/// </summary>
internal static class ChaosWorkload
{
    // Distance to dependencies: far enough that inputs are often not ready yet, near enough that chains become long.
    private const int Reach = 400;

    public static IReadOnlyList<ChaosTask> Generate(int seed, int client, int count, int meanMilliseconds)
    {
        var random = new Random((seed * 31) + client);
        var tasks = new ChaosTask[count];
        for (var i = 0; i < count; i++)
        {
            var milliseconds = random.Next((2 * meanMilliseconds) + 1);
            tasks[i] = random.Next(100) switch
            {
                < 2 when i % 7 == 0 => Failing(i),
                < 7 => Shared(i, random.Next(count / 10), meanMilliseconds),
                < 30 when i > 0 => Sum(i, Some(random, i, 3), tasks, milliseconds),
                < 38 when i > 0 => After(i, Number(client, i), Some(random, i, 2), tasks, milliseconds, runAnyway: random.Next(2) == 0),
                _ => Echo(i, Number(client, i), milliseconds),
            };
        }

        return tasks;
    }

    private static int Number(int client, int i) => (client * 1_000_000) + i;

    private static int[] Some(Random random, int i, int most) =>
        [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => random.Next(Math.Max(0, i - Reach), i)).Distinct()];

    private static ChaosTask Echo(int i, int number, int milliseconds) =>
        new(Line(i, nameof(Work.Echo), [number, milliseconds]), "DONE", number);

    private static ChaosTask Shared(int i, int number, int milliseconds) => Echo(i, -number, milliseconds);

    private static ChaosTask Failing(int i) => new(Line(i, nameof(Work.Fail), [$"task {i} fails"]), "FAILED", null);

    private static ChaosTask Sum(int i, int[] inputs, ChaosTask[] tasks, int milliseconds)
    {
        var argument = new Dictionary<string, object[]>
        {
            ["own"] = [i],
            ["others"] = [.. inputs.Select(static input => new Dictionary<string, string> { ["$ref"] = Name(input) })],
        };
        var line = Line(i, nameof(Work.Total), [argument, milliseconds]);
        return inputs.All(input => tasks[input].Value is not null)
            ? new(line, "DONE", i + inputs.Sum(input => tasks[input].Value))
            : new(line, "FAILED", null);
    }

    private static ChaosTask After(int i, int number, int[] inputs, ChaosTask[] tasks, int milliseconds, bool runAnyway)
    {
        var runs = runAnyway || inputs.All(input => tasks[input].Value is not null);
        var scheduling = new Dictionary<string, object> { ["depends_on"] = inputs.Select(Name) };
        if (runAnyway)
        {
            scheduling["on_dependency_failure"] = "run";
        }

        return new(Line(i, nameof(Work.Echo), [number, milliseconds], scheduling), runs ? "DONE" : "FAILED", runs ? number : null);
    }

    private static string Name(int i) => $"t{i}";

    private static string Line(int i, string function, object[] arguments, Dictionary<string, object>? scheduling = null)
    {
        // Duplicates have the same number, so they are of the same runtime, too.
        var isPython = Math.Abs(arguments[0] is int number ? number : i) % 4 == 3;
        var line = new Dictionary<string, object>(scheduling ?? [])
        {
            ["name"] = Name(i),
            ["module"] = isPython ? "work" : typeof(Work).FullName!,
            ["func"] = isPython ? JsonNamingPolicy.SnakeCaseLower.ConvertName(function) : function,
            ["args"] = arguments,
        };
        return JsonSerializer.Serialize(line);
    }
}
