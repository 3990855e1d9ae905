using System.Globalization;

namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>
/// Checks the strings that a task passes to the operating system. There a NUL ends a string: the rest would be cut off silently, and a
/// different command would run.
/// </summary>
internal static class ProgramTexts
{
    /// <summary>Which string cannot be passed, and why; null = all can.</summary>
    public static string? Problem(TaskDescription task) =>
        NulProblem("executable", task.Executable)
        ?? NulProblem("command", task.Command)
        ?? NulProblem("sandbox", task.Sandbox)
        ?? NulProblem("stdout", task.Stdout)
        ?? NulProblem("stderr", task.Stderr)
        ?? NulProblem("arguments", task.Arguments)
        ?? NulProblem("pre_exec", task.PreExec)
        ?? NulProblem("post_exec", task.PostExec)
        ?? task.Environment.Select(static variable => VariableProblem(variable.Key, variable.Value)).FirstOrDefault(static problem => problem is not null);

    private static string? NulProblem(string key, IReadOnlyList<string?> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]");
            if ((texts[i] is null ? $"{name} is null; a text is expected" : NulProblem(name, texts[i])) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Why the text cannot be passed; null = it can.</summary>
    public static string? NulProblem(string key, string? text) =>
        text is null || text.IndexOf('\0', StringComparison.Ordinal) is not (>= 0 and var at) ? null
        : string.Create(CultureInfo.InvariantCulture, $"{key} has a NUL character at position {at}; no text that is handed to a program can hold one");

    private static string? VariableProblem(string name, string value) =>
        name.Length == 0 ? "environment has a variable without a name"
        : name.Contains('\0', StringComparison.Ordinal) ? $"environment has a variable with a NUL character in its name, '{name.Replace("\0", "\\0", StringComparison.Ordinal)}'"
        : name.Contains('=', StringComparison.Ordinal) ? $"environment has a variable with '=' in its name, '{name}'"
        : NulProblem($"environment.{name}", value);
}
