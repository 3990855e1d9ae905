using System.Buffers.Binary;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>What the system says of a file.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Type">Its type, as in <c>st_mode</c>.</param>
/// <param name="Links">The number of its names.</param>
/// <param name="Allocated">Bytes that it takes on the disk.</param>
internal readonly record struct FileStatus(FileIdentity Identity, int Type, uint Links, long Allocated)
{
    // struct statx of linux/stat.h, and S_IFMT of POSIX. A block has 512 bytes on all file systems.
    private const int StatusSize = 256;
    private const int LinksAt = 16;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int BlocksAt = 48;
    private const int DeviceAt = 136;
    private const int TypeMask = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int RegularType = 0x8000;
    private const int BlockSize = 512;

    public bool IsDirectory => Type == DirectoryType;

    public bool IsRegular => Type == RegularType;

    /// <summary>Of what the path leads to; null = it does not exist, or this is not Linux.</summary>
    public static FileStatus? Of(string path) => path.Length > 0 ? Read(LinuxCalls.WorkingDirectory, path, 0) : null;

    /// <summary>Of what is at the path, which may be a link.</summary>
    public static FileStatus? At(string path) => Read(LinuxCalls.WorkingDirectory, path, LinuxCalls.NoFollow);

    /// <summary>Of the file that a descriptor has open.</summary>
    public static FileStatus? Of(int descriptor) => Read(descriptor, "", LinuxCalls.EmptyPath);

    private static FileStatus? Read(int directory, string path, int flags)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        if (!OperatingSystem.IsLinux() || LinuxCalls.Status(directory, path, flags, LinuxCalls.TypeLinksInodeAndBlocks, status) != 0)
        {
            return null;
        }

        var identity = new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceAt..]), BinaryPrimitives.ReadUInt64LittleEndian(status[InodeAt..]));
        return new FileStatus(
            identity,
            BinaryPrimitives.ReadUInt16LittleEndian(status[ModeAt..]) & TypeMask,
            BinaryPrimitives.ReadUInt32LittleEndian(status[LinksAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(status[BlocksAt..]) * BlockSize);
    }
}
