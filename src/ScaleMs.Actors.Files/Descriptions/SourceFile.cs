using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Files.Posix;

namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>Opens files to be read; what is wrong with a path becomes a clear error.</summary>
internal static class SourceFile
{
    /// <summary>Refuses whatever has no content to read, without opening it.</summary>
    /// <exception cref="DataLocalizationException">There is no regular file at the path.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DataLocalizationException($"{path} is a directory; name a file in it");
        }

        if (FileKind.SpecialAt(path) is { } special)
        {
            throw new DataLocalizationException($"{path} is {special}; only regular files have a content that can be copied");
        }

        if (!FileKind.Exists(path))
        {
            throw new DataLocalizationException(Missing(path));
        }
    }

    /// <summary>Opens the file for reading from its start.</summary>
    /// <exception cref="DataLocalizationException">There is no regular file at the path, or it cannot be read.</exception>
    public static FileStream Open(string path)
    {
        Check(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    public static DataLocalizationException Unreadable(string path, Exception error) => new(
        error is UnauthorizedAccessException
            ? $"{path} cannot be read by the user {Environment.UserName}; give that user the permission to read it"
            : $"{path} cannot be read: {error.Message}",
        error);

    private static string Missing(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            return $"{path} is a link to {target}, which leads to no file";
        }

        var directory = Path.GetDirectoryName(path)!;
        return !Directory.Exists(directory) ? $"there is no file {path}: its directory does not exist"
            : NearestName.Beside(path, Directory.EnumerateFiles) is { } near ? $"there is no file {path}; did you mean {near}?"
            : $"there is no file {path}";
    }
}
