using System.CommandLine;
using ScaleMs.Actors.Node.CommandLine;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary>The options of a worker, which <c>worker</c> and <c>run</c> have.</summary>
internal sealed class WorkerOptions
{
    private readonly Option<int?> _slots = new("--slots")
    {
        Description = "Number of tasks run at the same time [default: one per core]",
        HelpName = "N",
        CustomParser = static result => WholeNumber.Parse(result, "--slots", 1),
    };

    private readonly Option<string?> _memory = new("--memory") { Description = "Memory for tasks that ask for some, such as 64GiB [default: that of the machine]", HelpName = "SIZE" };

    private readonly Option<string?> _gpus = new("--gpus") { Description = "GPUs for tasks that ask for some: a number, or names separated by commas [default: those that are found]", HelpName = "N" };

    private readonly Option<string[]> _resources = new("--resource")
    {
        Description = "A named resource for tasks that ask for some, such as licence=2; repeatable",
        HelpName = "NAME=AMOUNT",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _modules = new("--modules")
    {
        Description = "Assemblies with functions that tasks call; repeatable",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _python = new("--python")
    {
        Description = "Interpreter for Python functions, or off [default: of an active virtual environment, else python3]",
        HelpName = "PATH",
    };

    private readonly Option<bool> _mpi = new("--mpi") { Description = "Start the interpreters as ranks of an MPI world, for Python functions with several ranks" };

    public WorkerOptions() => _resources.Validators.Add(static result =>
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at) || at == token.Value.Length - 1)
            {
                result.AddError($"--resource {token.Value}: NAME=AMOUNT is expected, such as licence=2");
            }
        }
    });

    public void AddTo(Command verb)
    {
        verb.Add(_slots);
        verb.Add(_memory);
        verb.Add(_gpus);
        verb.Add(_resources);
        verb.Add(_modules);
        verb.Add(_python);
        verb.Add(_mpi);
    }

    /// <summary>The keys that they set.</summary>
    public IEnumerable<(string Key, object? Value)> Keys(ParseResult parsed) =>
    [
        ("scalems.worker.slots", parsed.GetValue(_slots)),
        ("scalems.worker.memory", parsed.GetValue(_memory)),
        ("scalems.worker.gpus", parsed.GetValue(_gpus)),
        .. (parsed.GetValue(_resources) ?? []).Select(static resource => resource.Split('=', 2)).Select(static pair => ($"scalems.worker.resources.\"{pair[0]}\"", (object?)pair[1])),
        ("scalems.worker.modules", parsed.GetValue(_modules) is { Length: > 0 } paths ? paths : null),
        ("scalems.worker.python", parsed.GetValue(_python)),
        ("scalems.worker.mpi", parsed.GetValue(_mpi) ? "on" : null),
    ];
}
