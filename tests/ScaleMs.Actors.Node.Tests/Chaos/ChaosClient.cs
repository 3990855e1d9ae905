using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>
/// A client with a file of tasks. A killed client is replaced by one that submits the same file as the same submission, which the master
/// resumes.
/// </summary>
internal sealed class ChaosClient
{
    private readonly string _directory;
    private readonly int _number;
    private readonly IReadOnlyList<ChaosTask> _tasks;

    public ChaosClient(string directory, int number, IReadOnlyList<ChaosTask> tasks)
    {
        (_directory, _number, _tasks) = (directory, number, tasks);
        File.WriteAllLines(Input, tasks.Select(static task => task.Line));
    }

    /// <summary>Id of the submission.</summary>
    public Guid Submission { get; } = Guid.CreateVersion7();

    public IReadOnlyList<ChaosTask> Tasks => _tasks;

    private string Input => Path.Combine(_directory, $"client-{_number}.tasks.jsonl");

    /// <summary>Arguments of its next process.</summary>
    public string[] Submit(int run) => ["submit", Input, "--python-path", PythonFile.Modules, "--submission", $"{Submission}", "--output", Output($"{run}")];

    /// <summary>Arguments of a process that fetches all results after the run.</summary>
    public string[] Fetch() => ["results", $"{Submission}", "--output", Output("results")];

    /// <summary>Length of that process's output so far.</summary>
    public long ReceivedBytes(int run) => new FileInfo(Output($"{run}")) is { Exists: true, Length: var length } ? length : 0;

    /// <summary>Errors in the results written by this client's processes.</summary>
    public IEnumerable<string> Violations(int runs)
    {
        for (var run = 1; run <= runs; run++)
        {
            // Its successor gets the results that a killed process had not written yet.
            foreach (var violation in Check($"{run}", isWhole: run == runs))
            {
                yield return violation;
            }
        }

        foreach (var violation in Check("results", isWhole: true))
        {
            yield return violation;
        }
    }

    private IEnumerable<string> Check(string run, bool isWhole)
    {
        var file = Output(run);
        var seen = new HashSet<int>();
        foreach (var text in File.Exists(file) ? File.ReadAllText(file).Split('\n') : [])
        {
            if (Parse(text) is not { } result)
            {
                if (isWhole && text.Length > 0)
                {
                    yield return $"{file}: '{text}' is not a result";
                }

                continue;
            }

            var line = result.TryGetProperty("index", out var index) ? index.GetInt32() + 1 : result.Line();
            if (!seen.Add(line))
            {
                yield return $"{file}: line {line} has ended twice";
            }

            if (line < 1 || line > _tasks.Count)
            {
                yield return $"{file}: there is no line {line}";
            }
            else if (Difference(_tasks[line - 1], result) is { } difference)
            {
                yield return $"{file}: line {line} {difference}: {_tasks[line - 1].Line}: {text}";
            }
        }

        if (isWhole && seen.Count < _tasks.Count)
        {
            yield return $"{file}: {_tasks.Count - seen.Count} of {_tasks.Count} lines have no result, the first is {Enumerable.Range(1, _tasks.Count).First(line => !seen.Contains(line))}";
        }
    }

    private static string? Difference(ChaosTask task, JsonElement result) =>
        result.State() != task.State ? $"is {result.State()}, not {task.State}"
        : task.Value is { } value && (result.Value().ValueKind != JsonValueKind.Number || result.Value().GetInt64() != value) ? $"returns {result.Value()}, not {value}"
        : null;

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text) is { ValueKind: JsonValueKind.Object } result ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Output(string run) => Path.Combine(_directory, $"client-{_number}.{run}.jsonl");
}
