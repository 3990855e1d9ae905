using System.Globalization;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>What processes write to disks, as the system counts it (proc_pid_io(5)).</summary>
internal static class ProcessWrites
{
    private const string Written = "write_bytes:";
    private const string Cancelled = "cancelled_write_bytes:";

    /// <summary>
    /// Bytes that a process and those children that it has waited for have written, without what was removed before it came to the disk. Null = that cannot
    /// be known.
    /// </summary>
    public static long? Of(int process)
    {
        try
        {
            var bytes = 0L;
            foreach (var line in File.ReadLines($"/proc/{process}/io"))
            {
                bytes += Number(line, Written) - Number(line, Cancelled);
            }

            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists($"/proc/{process}") ? null : 0;
        }
    }

    /// <summary>Whether one of the processes has a file open on a device, or its working directory there.</summary>
    public static bool Use(IEnumerable<int> processes, ulong device) => processes.Any(process => Uses(process, device));

    private static bool Uses(int process, ulong device)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Prepend($"/proc/{process}/cwd").Any(path => FileStatus.Of(path)?.Identity.Device == device);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended, or has another user.
            return false;
        }
    }

    private static long Number(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal) ? long.Parse(line.AsSpan(key.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) : 0;
}
