namespace ScaleMs.Actors.Files.Directories;

/// <summary>The path of a directory without links, so that each directory has one.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>Follows the links in every part of the path; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var rest = new Stack<string>();
        Push(Path.GetFullPath(path), rest, out var real);
        var links = 0;
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"the links in {path} lead in a circle");
            }

            Push(Path.GetFullPath(target, real), rest, out real);
        }

        return real;
    }

    private static void Push(string path, Stack<string> rest, out string root)
    {
        root = Path.GetPathRoot(path)!;
        foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            rest.Push(part);
        }
    }
}
