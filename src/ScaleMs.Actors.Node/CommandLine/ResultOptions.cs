using System.CommandLine;
using System.CommandLine.Parsing;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Results;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>Options for the results, for verbs that print them.</summary>
internal sealed class ResultOptions
{
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write results to this file instead of standard output", HelpName = "FILE" };
    private readonly Option<bool> _ordered = new("--ordered") { Description = "Write results in the order of the input, not as tasks finish" };
    private readonly Option<bool> _details = new("--details") { Description = "Add attempt and times to each result" };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_output);
        verb.Add(_ordered);
        verb.Add(_details);
    }

    /// <summary>Checks that the results can be written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="used">Files that the verb reads.</param>
    /// <exception cref="UsageException">They would overwrite an input, or the output is closed.</exception>
    public void Check(ParseResult parsed, UsedFiles used)
    {
        var output = parsed.GetValue(_output);
        used.Refuse(output);
        if (output is null)
        {
            StandardStreams.RequireOutput("--output FILE writes the results to a file");
        }
    }

    /// <summary>Opens the file.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public ResultFile Open(ParseResult parsed) => ResultFile.Open(parsed.GetValue(_output), parsed.GetValue(_ordered), parsed.GetValue(_details));

    /// <summary>True if one of the options was given.</summary>
    public bool AreGiven(CommandResult command) => ((Option[])[_output, _ordered, _details]).Any(option => command.GetResult(option) is { Implicit: false });
}
