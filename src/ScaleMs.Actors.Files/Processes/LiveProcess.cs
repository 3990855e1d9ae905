using System.Diagnostics;
using System.Globalization;

namespace ScaleMs.Actors.Files.Processes;

/// <summary>Whether a process of this machine lives.</summary>
internal static class LiveProcess
{
    /// <summary>False = no process has the number, or its process has ended and only its parent has not been told.</summary>
    public static bool Exists(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !HasEnded(process);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool HasEnded(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // proc(5): the state follows the name, which is in brackets and may contain some; Z = zombie, X = dead.
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return status.AsSpan(status.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
