using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Python;

/// <summary>Tasks of Python functions for tests.</summary>
internal static class PythonFile
{
    /// <summary>Debian's, which has the packages that tests use.</summary>
    public const string Interpreter = "/usr/bin/python3";

    /// <summary>The directory with <c>mischief.py</c>.</summary>
    public static string Modules => Path.Combine(AppContext.BaseDirectory, "Python", "modules");

    /// <summary>A call of a function of <c>mischief.py</c>.</summary>
    public static string Call(string function, params object?[] args) =>
        $$"""{"module": "mischief", "func": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}}""";

    /// <summary>A call with other keys of a description, each preceded by a comma.</summary>
    public static string CallWith(string more, string function, params object?[] args) =>
        $$"""{"mode": "task.function", "module": "mischief", "function": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}{{more}}}""";

    /// <summary>Runs tasks in one slot, in order; returns their results in order.</summary>
    public static async Task<JsonElement[]> RunAsync(IEnumerable<string> lines, params string[] options) => await RunAsync(lines, null, options);

    /// <summary>Runs tasks in one slot, in order, with additional variables; returns their results in order.</summary>
    public static async Task<JsonElement[]> RunAsync(IEnumerable<string> lines, IReadOnlyDictionary<string, string>? environment, params string[] options)
    {
        string[] all = [.. lines];
        using var file = TaskFile.Of(all);
        await using var run = NodeProcess.StartWith(
            null, environment, ["run", file.Path, "--ordered", "--details", "--slots", "1", "--python-path", Modules, "--modules", TaskFile.Modules, .. options]);
        await run.ExitsAsync();
        var results = ResultText.Parse(run.Output);
        Assert.True(results.Length == all.Length, run.Errors);
        return results;
    }

    public static string Text(this JsonElement result, string key) => result.GetProperty(key).GetString() ?? "";
}
