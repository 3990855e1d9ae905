using System.Globalization;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>
/// A file beside the journal that names the process that has it open, for the message of a process that finds it locked, and that
/// shows that it was not closed. The lock itself is the database's: it ends with the process; this file may outlive it.
/// </summary>
internal static class JournalOwner
{
    public static void Sign(string path) => Try(() =>
        File.WriteAllText(FileOf(path), string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}")));

    public static void Leave(string path) => Try(() => File.Delete(FileOf(path)));

    public static string Name(string path)
    {
        var name = "another process";
        Try(() => name = File.Exists(FileOf(path)) ? File.ReadAllText(FileOf(path)) : name);
        return name;
    }

    /// <summary>Whether the last owner ended without closing the journal, or still has it open.</summary>
    public static bool WasLeft(string path) => File.Exists(FileOf(path));

    private static string FileOf(string path) => $"{path}-owner";

    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file only improves a message, so an error here does not stop the start.
        }
    }
}
