using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Files.Posix;

/// <summary>Linux calls that the base library does not offer. Numbers are those of the Linux ABI.</summary>
internal static partial class LinuxCalls
{
    public const int WorkingDirectory = -100;
    public const int NoFollow = 0x100;
    public const uint Type = 1;
    public const uint Links = 4;
    public const int CloseOnExec = 0x80000;

    /// <summary>statx(2), the same on all architectures; <paramref name="answer"/> is a struct statx of 256 bytes.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>rename(2), which the base library replaces by a copy between file systems.</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string source, string target);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);
}
