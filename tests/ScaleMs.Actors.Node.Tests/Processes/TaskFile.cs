using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>A file of tasks for one test.</summary>
internal sealed class TaskFile : IDisposable
{
    private TaskFile(IEnumerable<string> lines) => File.WriteAllLines(Path, lines);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>The samples' assembly, for <c>--modules</c>.</summary>
    public static string Modules => typeof(Work).Assembly.Location;

    public static TaskFile Of(params IEnumerable<string> lines) => new(lines);

    /// <summary>Tasks that each return their number after a delay.</summary>
    public static TaskFile Echoes(int count, int milliseconds) => new(Enumerable.Range(0, count).Select(number => Echo(number, milliseconds)));

    public static string Echo(int number, int milliseconds) =>
        $$"""{"module": "{{typeof(Work).FullName}}", "func": "{{nameof(Work.Echo)}}", "args": [{{number}}, {{milliseconds}}]}""";

    public void Dispose() => File.Delete(Path);
}
