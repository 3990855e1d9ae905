using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Executors.Processes;

namespace ScaleMs.Actors.Worker.Isolation.Environments;

/// <summary>How a slot's process is started.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record SlotCommand(string Program, ImmutableArray<string> Arguments)
{
    public override string ToString() => string.Join(' ', [Program, .. Arguments]);

    /// <summary>This command after shell lines, in the same shell; when one of them fails, it is named on standard error.</summary>
    internal SlotCommand After(ImmutableArray<string> lines) =>
        lines.IsEmpty ? this : new SlotCommand(ShellLine.Shell, ["-c", Preparation.ScriptFor(lines), ShellLine.Shell, Program, .. Arguments]);

    /// <summary>This command with variables that it gets wherever it is started: a launcher does not pass its own environment to other hosts.</summary>
    /// <param name="variables">Their names and values; null = it does not have the variable.</param>
    internal SlotCommand With(params IEnumerable<(string Name, string? Value)> variables)
    {
        var all = variables.ToList();
        return all.Count == 0
            ? this
            : new SlotCommand("env",
            [
                .. all.Where(static variable => variable.Value is null).SelectMany(static variable => new[] { "-u", variable.Name }),
                .. all.Where(static variable => variable.Value is not null).Select(static variable => $"{variable.Name}={variable.Value}"),
                Program,
                .. Arguments,
            ]);
    }
}
