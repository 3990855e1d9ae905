using System.Buffers.Binary;

namespace ScaleMs.Actors.Files.Posix;

/// <summary>What a path leads to. Opening a FIFO would wait for a writer, and a device may have no end.</summary>
internal static class FileKind
{
    // struct statx of linux/stat.h, and S_IFMT of POSIX.
    private const int StatusSize = 256;
    private const int LinksAt = 16;
    private const int ModeAt = 28;
    private const int DeviceAt = 136;
    private const int DeviceSize = 8;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Name of the special file that the path, or the link at it, leads to; null = it is none, or does not exist.</summary>
    public static string? SpecialAt(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.Device) != 0 ? "a device" : null;
        }

        Span<byte> status = stackalloc byte[StatusSize];
        return !TryRead(path, status) ? null : (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeAt..]) & TypeMask) switch
        {
            0x1000 => "a FIFO",
            0x2000 => "a character device",
            0x6000 => "a block device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    /// <summary>False also for a link to nothing, which the base library takes for a file.</summary>
    public static bool Exists(string path) => OperatingSystem.IsLinux() ? TryRead(path, stackalloc byte[StatusSize]) : File.Exists(path);

    /// <summary>True for a regular file, not a link, at the path itself.</summary>
    public static bool IsRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileInfo(path) is { Exists: true, LinkTarget: null };
        }

        Span<byte> status = stackalloc byte[StatusSize];
        return TryRead(path, status, LinuxCalls.NoFollow) && IsRegular(status);
    }

    /// <summary>
    /// True when a rename can take the content into a directory for good: a regular file on the same file system, with no second name
    /// (hard link) by which it could be written. Where that cannot be known, false.
    /// </summary>
    public static bool CanMoveInto(string path, string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Span<byte> status = stackalloc byte[StatusSize];
        Span<byte> target = stackalloc byte[StatusSize];
        return TryRead(path, status, LinuxCalls.NoFollow) && TryRead(directory, target) && IsRegular(status)
            && BinaryPrimitives.ReadUInt32LittleEndian(status[LinksAt..]) == 1
            && status.Slice(DeviceAt, DeviceSize).SequenceEqual(target.Slice(DeviceAt, DeviceSize));
    }

    private static bool IsRegular(ReadOnlySpan<byte> status) => (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeAt..]) & TypeMask) == Regular;

    private static bool TryRead(string path, Span<byte> status, int flags = 0) =>
        LinuxCalls.Status(LinuxCalls.WorkingDirectory, path, flags, LinuxCalls.Type | LinuxCalls.Links, status) == 0;
}
