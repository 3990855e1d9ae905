using System.Text.Json;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>A temporary directory in which tasks find programs.</summary>
internal sealed class TaskDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("scalems-test-").FullName;

    /// <summary>Its path as JSON.</summary>
    public string Json => JsonSerializer.Serialize(Path);

    /// <summary>Writes a file.</summary>
    /// <param name="name">Relative to the directory.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="executable">Whether all users may execute it.</param>
    public void Write(string name, string text, bool executable = true)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }
    }

    public bool Has(string name) => File.Exists(System.IO.Path.Combine(Path, name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
