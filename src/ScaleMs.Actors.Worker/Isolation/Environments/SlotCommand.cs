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
}
