namespace ScaleMs.Actors.Worker.Posix;

/// <summary>A file's identity, the same for a path, a link of either kind, and a descriptor.</summary>
/// <param name="Device">Its device, as major and minor number.</param>
/// <param name="Inode">Its inode number on that device.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    /// <summary>Identity of the path's target; null when it is not a regular file or does not exist.</summary>
    public static FileIdentity? Of(string path) => FileStatus.Of(path) is { IsRegular: true } status ? status.Identity : null;

    /// <summary>Identity of an open descriptor's file; null when it is not a regular file.</summary>
    public static FileIdentity? Of(int descriptor) =>
        OperatingSystem.IsLinux() && Descriptor.IsInherited(descriptor) && FileStatus.Of(descriptor) is { IsRegular: true } status ? status.Identity : null;
}
