using ScaleMs.Actors.Files.Posix;

namespace ScaleMs.Actors.Files.Directories;

/// <summary>A directory with all that is in it, or a file.</summary>
internal static class DirectoryTree
{
    /// <summary>Deletes it, also directories in it that were made read-only; links are deleted, not followed.</summary>
    /// <returns>False = something could not be deleted, because it is another user's or a process still makes files there.</returns>
    public static bool TryDelete(string path)
    {
        try
        {
            Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Delete(string path)
    {
        if (!Directory.Exists(path) || new DirectoryInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            MakeWritable(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static void MakeWritable(string path)
    {
        Permissions.MakePrivateDirectory(path);
        foreach (var directory in new DirectoryInfo(path).EnumerateDirectories().Where(static directory => directory.LinkTarget is null))
        {
            MakeWritable(directory.FullName);
        }
    }
}
