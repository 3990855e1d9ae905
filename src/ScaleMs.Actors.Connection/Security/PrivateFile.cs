namespace ScaleMs.Actors.Connection.Security;

/// <summary>Files that only their owner can read.</summary>
public static class PrivateFile
{
    /// <summary>How a new one is opened for writing.</summary>
    public static FileStreamOptions New()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
