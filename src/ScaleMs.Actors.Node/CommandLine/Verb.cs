using System.CommandLine;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>A subcommand of the executable.</summary>
/// <param name="name">As typed.</param>
/// <param name="description">For the help.</param>
/// <param name="examples">Whole command lines, shown below the help.</param>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Sets the verb's action, which returns the exit code.</summary>
    public Verb Runs(Func<ParseResult, Task<int>> run)
    {
        SetAction((parsed, _) => run(parsed));
        return this;
    }
}
