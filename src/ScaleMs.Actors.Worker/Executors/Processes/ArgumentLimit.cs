using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>The system's limit for one argument or variable of a program.</summary>
internal static class ArgumentLimit
{
    /// <summary>Bytes, without the terminating NUL. On Linux 32 pages (MAX_ARG_STRLEN, see execve(2)); elsewhere the system reports it.</summary>
    public static int Bytes { get; } = OperatingSystem.IsLinux() ? (32 * Environment.SystemPageSize) - 1 : int.MaxValue;

    /// <summary>Names a task's first argument or variable that is too long for the system; null = none.</summary>
    public static string? Problem(TaskDescription task)
    {
        for (var i = 0; i < task.Arguments.Length; i++)
        {
            if (Problem(string.Create(CultureInfo.InvariantCulture, $"arguments[{i}]"), task.Arguments[i]) is { } problem)
            {
                return problem;
            }
        }

        return task.Environment
            .Select(static variable => Problem($"environment.{variable.Key}", $"{variable.Key}={variable.Value}"))
            .FirstOrDefault(static problem => problem is not null);
    }

    private static string? Problem(string name, string text) =>
        text.Length <= Bytes / 3 || Encoding.UTF8.GetByteCount(text) is var bytes && bytes <= Bytes ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{name} takes {bytes} bytes; the system passes at most {Bytes} in one argument or variable. Write it to a file and pass the file's name");
}
