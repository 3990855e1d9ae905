using System.ComponentModel;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Environments;

/// <summary>
/// The agent's Python package, which this assembly contains, as an archive that interpreters run. It is a file in memory: nothing is written to
/// any directory, and it exists as long as this process.
/// </summary>
internal static class AgentArchive
{
    private const string Resources = "python/";

    // See memfd_create(2).
    private const uint CloseOnExec = 1;

    private static readonly Lazy<byte[]> Archive = new(Bytes);

    private static readonly Lazy<string> File = new(Create);

    /// <summary>The archive itself.</summary>
    public static ReadOnlyMemory<byte> Content => Archive.Value;

    /// <summary>The path of the archive, for processes of the same user.</summary>
    public static string Path => File.Value;

    private static string Create()
    {
        var descriptor = LinuxCalls.MemoryFile("scalems_actors", CloseOnExec);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Descriptor.Write(descriptor, Archive.Value);
        return $"/proc/{Environment.ProcessId}/fd/{descriptor}";
    }

    private static byte[] Bytes()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Resources, StringComparison.Ordinal)))
            {
                using var source = assembly.GetManifestResourceStream(name)!;
                using var entry = archive.CreateEntry(name[Resources.Length..], CompressionLevel.NoCompression).Open();
                source.CopyTo(entry);
            }
        }

        return bytes.ToArray();
    }
}
