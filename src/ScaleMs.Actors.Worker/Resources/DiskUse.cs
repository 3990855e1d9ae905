using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>How much lies in directories.</summary>
internal static class DiskUse
{
    /// <summary>Bytes that the files below directories take on the disk. Links are not followed, and a file with several names counts once.</summary>
    /// <returns>Less than that after <paramref name="cancellation"/>.</returns>
    public static long Of(IEnumerable<string> directories, CancellationToken cancellation)
    {
        var linked = new HashSet<FileIdentity>();
        var pending = new Stack<string>(directories);
        var bytes = 0L;
        while (pending.TryPop(out var directory))
        {
            try
            {
                foreach (var path in Directory.EnumerateFileSystemEntries(directory))
                {
                    if (cancellation.IsCancellationRequested)
                    {
                        return bytes;
                    }

                    if (FileStatus.At(path) is not { } status)
                    {
                        continue;
                    }

                    if (status.IsDirectory)
                    {
                        pending.Push(path);
                    }

                    if (status.IsDirectory || status.Links == 1 || linked.Add(status.Identity))
                    {
                        bytes += status.Allocated;
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has been removed, or the task has closed it to its own user.
            }
        }

        return bytes;
    }
}
