using System.CommandLine;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>What the verbs that run a file of tasks have in common.</summary>
internal sealed class TaskOptions
{
    private readonly Argument<string> _input = new("FILE")
    {
        Description = "Tasks, one JSON object a line: a work item {\"module\", \"func\", \"args\", ...} or a task description with a \"mode\"; - reads standard input",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Results go to this file instead of standard output", HelpName = "FILE" };
    private readonly Option<bool> _ordered = new("--ordered") { Description = "Results in the order of the input, not as tasks finish" };
    private readonly Option<bool> _details = new("--details") { Description = "Results with attempt and times too" };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_input);
        verb.Add(_output);
        verb.Add(_ordered);
        verb.Add(_details);
    }

    public string Input(ParseResult parsed) => parsed.GetRequiredValue(_input);

    public string? Output(ParseResult parsed) => parsed.GetValue(_output);

    public bool Ordered(ParseResult parsed) => parsed.GetValue(_ordered);

    public bool Details(ParseResult parsed) => parsed.GetValue(_details);
}
