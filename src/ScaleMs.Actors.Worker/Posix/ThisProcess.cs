using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>The calling process.</summary>
public static class ThisProcess
{
    /// <summary>Restarts its program in its place: same process id and command line, nothing left of its threads and memory.</summary>
    /// <returns>Returns only on failure: the reason.</returns>
    public static string StartAnew()
    {
        var commandLine = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        _ = LinuxCalls.Execute("/proc/self/exe", [.. commandLine, null]);
        return Marshal.GetLastPInvokeErrorMessage();
    }
}
