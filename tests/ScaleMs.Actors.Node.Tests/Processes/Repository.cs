namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>The directory that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ScaleMs.Actors.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests do not run in the repository");
        }

        return directory.FullName;
    }
}
