using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Files.Locking;

namespace ScaleMs.Actors.Files.Directories;

/// <summary>Which directories can have a store.</summary>
internal static class WorkDirectories
{
    /// <summary>Name of the store's directory in its work directory; it has the version of the format.</summary>
    public const string StoreName = "scalems_0_0";

    /// <summary>The directory's full path without links.</summary>
    /// <exception cref="ContextException">There is no such directory, or it is in another store's work directory.</exception>
    public static string Resolve(string path)
    {
        var work = RealPath.Of(path);
        if (!Directory.Exists(work))
        {
            throw new ContextException(File.Exists(work) ? $"the work directory {work} is a file; name a directory" : Missing(work));
        }

        for (var parent = Path.GetDirectoryName(work); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Path.Exists(Path.Combine(parent, StoreName)) || DirectoryLock.IsHeld(parent))
            {
                throw new ContextException($"{work} is within {parent}, which is the work directory of another file store; name a directory outside of it");
            }
        }

        return work;
    }

    private static string Missing(string work)
    {
        var near = NearestName.Beside(work, Directory.EnumerateDirectories);
        return near is null ? $"there is no work directory {work}; create it first" : $"there is no work directory {work}; did you mean {near}?";
    }
}
