using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Files.Posix;

/// <summary>Changes of a directory that survive a power cut.</summary>
internal static class Durable
{
    /// <summary>Writes a directory's entries to the disk; where the system has no call for that, it does so by itself.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static void Synchronize(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = LinuxCalls.Open(directory, LinuxCalls.CloseOnExec);
        var error = descriptor < 0 || LinuxCalls.Synchronize(descriptor) != 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor >= 0)
        {
            _ = LinuxCalls.Close(descriptor);
        }

        if (error != 0)
        {
            throw new IOException($"{directory}: {new Win32Exception(error).Message}");
        }
    }
}
