using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>A file's identity, the same for a path, a link of either kind, and a descriptor.</summary>
/// <param name="Device">Its device, as major and minor number.</param>
/// <param name="Inode">Its inode number on that device.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    // struct statx of linux/stat.h, and S_IFMT and S_IFREG of POSIX.
    private const int StatusSize = 256;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int DeviceAt = 136;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Identity of the path's target; null when it is not a regular file or does not exist.</summary>
    public static FileIdentity? Of(string path) => OperatingSystem.IsLinux() && path.Length > 0 ? Of(LinuxCalls.WorkingDirectory, path, 0) : null;

    /// <summary>Identity of an open descriptor's file; null when it is not a regular file.</summary>
    public static FileIdentity? Of(int descriptor) => OperatingSystem.IsLinux() && Descriptor.IsInherited(descriptor) ? Of(descriptor, "", LinuxCalls.OfDescriptor) : null;

    private static FileIdentity? Of(int directory, string path, int flags)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        return LinuxCalls.Status(directory, path, flags, LinuxCalls.TypeAndInode, status) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeAt..]) & TypeMask) == RegularFile
                ? new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceAt..]), BinaryPrimitives.ReadUInt64LittleEndian(status[InodeAt..]))
                : null;
    }
}
