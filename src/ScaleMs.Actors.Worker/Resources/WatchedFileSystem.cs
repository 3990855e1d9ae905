using System.Collections.Immutable;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>A file system that a worker uses.</summary>
/// <param name="Directory">The worker's directory on it.</param>
/// <param name="Device">Its device, see <see cref="FileIdentity.Device"/>.</param>
/// <param name="Keep">Bytes that are to stay free.</param>
internal sealed record WatchedFileSystem(string Directory, ulong Device, long Keep)
{
    // A reserve for large disks would be most of a small one.
    private const int LargestPart = 4;

    /// <summary>The file systems of directories, each once.</summary>
    /// <param name="directories">Paths; what does not exist yet is where the nearest directory above it is.</param>
    /// <param name="reserve">Bytes that are to stay free, but at most a quarter of each.</param>
    public static ImmutableArray<WatchedFileSystem> Of(IEnumerable<string> directories, long reserve) =>
    [
        .. directories
            .Select(directory => FileStatus.Of(Existing(directory)) is { } status && Read(directory, static drive => drive.TotalSize) is { } size
                ? new WatchedFileSystem(directory, status.Identity.Device, Math.Min(reserve, size / LargestPart))
                : null)
            .OfType<WatchedFileSystem>()
            .DistinctBy(static fileSystem => fileSystem.Device),
    ];

    /// <summary>Bytes that are free for this user; null = that cannot be known.</summary>
    public long? Free() => Read(Directory, static drive => drive.AvailableFreeSpace);

    private static long? Read(string directory, Func<DriveInfo, long> read)
    {
        try
        {
            return read(new DriveInfo(Existing(directory)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It has been unmounted.
            return null;
        }
    }

    private static string Existing(string directory)
    {
        while (!System.IO.Directory.Exists(directory) && Path.GetDirectoryName(directory) is { Length: > 0 } above)
        {
            directory = above;
        }

        return directory;
    }
}
