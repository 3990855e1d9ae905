using System.Diagnostics;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>Signals to processes that nodes under test have started.</summary>
internal static class Signals
{
    public static void Kill(long process) => Send("KILL", process);

    public static void Send(string name, long process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process}"]);
        kill.WaitForExit();
    }
}
