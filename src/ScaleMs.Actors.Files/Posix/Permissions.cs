using Microsoft.Win32.SafeHandles;

namespace ScaleMs.Actors.Files.Posix;

/// <summary>Who may do what with files and directories; nothing is done on Windows, where directories of a user are private anyway.</summary>
internal static class Permissions
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Mode 0444.</summary>
    /// <exception cref="UnauthorizedAccessException">The file is another user's.</exception>
    public static void MakeReadOnly(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, ReadOnly);
        }
    }

    /// <summary>Makes a directory with mode 0700, or gives an existing one that mode.</summary>
    /// <exception cref="IOException">A file is at the path, or the disk cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is another user's.</exception>
    public static void MakePrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (Directory.Exists(path))
        {
            File.SetUnixFileMode(path, Private);
        }
        else
        {
            Directory.CreateDirectory(path, Private);
        }
    }
}
