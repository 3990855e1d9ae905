using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>The calling process.</summary>
public static class ThisProcess
{
    /// <summary>Starts its program anew in its place: same process id, same command line, nothing left of its threads and memory.</summary>
    /// <returns>Only when that fails: why.</returns>
    public static string StartAnew()
    {
        var commandLine = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        _ = LinuxCalls.Execute("/proc/self/exe", [.. commandLine, null]);
        return Marshal.GetLastPInvokeErrorMessage();
    }
}
