using System.CommandLine;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>What the verbs that run a file of tasks have in common.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string> _input = new("FILE")
    {
        Description = "Tasks, one JSON object a line: a work item {\"module\", \"func\", \"args\", ...} or a task description with a \"mode\"; "
            + "or a workflow, one JSON object {\"items\": {name: task, ...}, \"edges\": [[from, to], ...]}; - reads standard input",
    };

    private readonly Option<int> _maxRunning = new("--max-running")
    {
        Description = "Tasks of this file that run at one time on all workers, at most [default: any number]",
        HelpName = "N",
        CustomParser = static result => WholeNumber.Parse(result, "--max-running", 1),
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Only errors on standard error" };

    /// <summary>Where and how results go.</summary>
    public ResultOptions Results { get; } = new();

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_input);
        Results.AddTo(verb);
        verb.Add(_maxRunning);
        verb.Add(_quiet);
    }

    public string Input(ParseResult parsed) => parsed.GetRequiredValue(_input);

    public int MaxRunning(ParseResult parsed) => parsed.GetValue(_maxRunning);

    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);
}
