using System.Collections.Immutable;
using System.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>Options of the verbs that run a file of tasks.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string> _input = new("FILE")
    {
        Description = "Tasks, one JSON object a line: a work item {\"module\", \"func\", \"args\", ...} or a task description with a \"mode\"; "
            + "or a workflow, one JSON object {\"items\": {name: task, ...}, \"edges\": [[from, to], ...]}; - reads standard input",
    };

    private readonly Option<int> _maxRunning = new("--max-running")
    {
        Description = "Maximum number of this file's tasks that run at the same time, on all workers together [default: no limit]",
        HelpName = "N",
        CustomParser = static result => WholeNumber.Parse(result, "--max-running", 1),
    };

    private readonly Option<string[]> _pythonPath = new("--python-path")
    {
        Description = "Directory where Python modules are looked up first, then the one of FILE; repeatable. Workers must have it under the same path",
        HelpName = "DIR",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only errors on standard error" };

    /// <summary>Options of the results.</summary>
    public ResultOptions Results { get; } = new();

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_input);
        Results.AddTo(verb);
        verb.Add(_maxRunning);
        verb.Add(_pythonPath);
        verb.Add(_quiet);
    }

    public string Input(ParseResult parsed) => parsed.GetRequiredValue(_input);

    public int MaxRunning(ParseResult parsed) => parsed.GetValue(_maxRunning);

    /// <summary>Absolute paths of the directories where Python modules are looked up first.</summary>
    /// <exception cref="UsageException">One of them is no directory.</exception>
    public ImmutableArray<string> PythonPath(ParseResult parsed)
    {
        var given = parsed.GetValue(_pythonPath) ?? [];
        if (given.FirstOrDefault(static path => !Directory.Exists(path)) is { } missing)
        {
            throw new UsageException($"--python-path '{missing}' is not a directory");
        }

        // Without a file, modules beside it would be in the current directory.
        var file = Input(parsed);
        var beside = file == "-" ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(file));
        return [.. given.Select(Path.GetFullPath).Append(beside ?? "/").Distinct(StringComparer.Ordinal)];
    }

    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);
}
