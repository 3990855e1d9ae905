namespace ScaleMs.Actors.Files.Tests;

/// <summary>Modes of files and directories, which Windows does not have.</summary>
internal static class Modes
{
    public static void Are(UnixFileMode mode, params string[] paths)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in paths)
            {
                Assert.Equal(mode, File.GetUnixFileMode(path));
            }
        }
    }

    public static void Set(UnixFileMode mode, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
