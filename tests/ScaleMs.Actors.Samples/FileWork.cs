using ScaleMs.Actors.Contracts.Files;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions that make files, and functions that take them.</summary>
public static class FileWork
{
    /// <summary>Writes a file and returns it.</summary>
    public static OutputFile Make(string path, string text)
    {
        File.WriteAllText(path, text);
        return new OutputFile(path);
    }

    /// <summary>Files inside other values.</summary>
    public static Dictionary<string, OutputFile[]> MakeSome(string directory, int count) => new()
    {
        ["files"] = [.. Enumerable.Range(0, count).Select(i => Make(Path.Combine(directory, $"{i}.txt"), $"{i}"))],
    };

    /// <summary>Returns a file that it has not written.</summary>
    public static OutputFile Promise(string path) => new(path);

    /// <summary>Returns a file that was given as a value.</summary>
    public static FileValue Pass(string key, long size) => new(key, size);

    public static string Read(string path) => File.ReadAllText(path);
}
