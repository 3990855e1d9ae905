using System.Globalization;
using ScaleMs.Actors.Files.Processes;

namespace ScaleMs.Actors.Files.Directories;

/// <summary>Files of a store that are not complete yet: <c>tmp_</c>, the number of the process that writes them, and a number.</summary>
internal static class TemporaryFiles
{
    public const string Prefix = "tmp_";

    private static long _last;

    /// <summary>A path that no other file of this process has.</summary>
    public static string New(string directory) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}_{Interlocked.Increment(ref _last)}"));

    /// <summary>Removes those of processes that have ended. This process must not be writing any.</summary>
    public static void RemoveLeftovers(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, $"{Prefix}*"))
        {
            if (Writer(Path.GetFileName(path)) is { } process && (process == Environment.ProcessId || !LiveProcess.Exists(process)))
            {
                Discard(path);
            }
        }
    }

    /// <summary>Removes a file, if it is there; one that cannot be removed is removed when the store is opened again.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more.
        }
    }

    private static int? Writer(string name)
    {
        var rest = name.AsSpan(Prefix.Length);
        return rest.IndexOf('_') is > 0 and var end && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            ? process
            : null;
    }
}
