using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>The program that is started for one rank of a task.</summary>
/// <param name="Path">The program's file, absolute.</param>
/// <param name="Arguments">Its argument zero and its arguments.</param>
/// <param name="Environment">Its complete environment.</param>
/// <param name="Directory">Its working directory, absolute.</param>
internal sealed record ProgramStart(
    string Path, ImmutableArray<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Directory)
{
    /// <summary>Files that get its output and its errors; null = none.</summary>
    public (OutputCopy? Out, OutputCopy? Error) Copies { get; init; }

    /// <summary>True = it is the shell, and <see cref="Preparation.Descriptor"/> must be a pipe on which it reports its progress.</summary>
    public bool Reports { get; init; }

    /// <summary>The limit on its memory; null = it has none.</summary>
    public MemoryGuard? Memory { get; init; }

    /// <summary>Is told its process; null = nobody wants to know.</summary>
    public ProgramProcess? Process { get; init; }

    /// <summary>The script that the shell reads from <see cref="ShellLine.ScriptDescriptor"/>; null = none.</summary>
    public string? Script { get; init; }

    /// <summary>The variables of this process, those of the task, and those that give the rank.</summary>
    public static Dictionary<string, string> Variables(TaskDescription task, RankContext rank)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        variables[ResourceSettings.ThreadsVariable] = task.CoresPerRank.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in task.Environment)
        {
            variables[name] = value ?? "";
        }

        variables["SCALEMS_TASK_UID"] = rank.Uid.ToString();
        variables["SCALEMS_RANK"] = rank.Rank.ToString(CultureInfo.InvariantCulture);
        variables["SCALEMS_RANKS"] = rank.Size.ToString(CultureInfo.InvariantCulture);
        return variables;
    }
}
