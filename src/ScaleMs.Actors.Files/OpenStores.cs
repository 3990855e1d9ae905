using System.Collections.Concurrent;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Files;

/// <summary>The work directories whose stores this process has open.</summary>
internal static class OpenStores
{
    private static readonly ConcurrentDictionary<string, bool> Directories = new(StringComparer.Ordinal);

    /// <summary>Claims a directory for one store.</summary>
    /// <exception cref="ContextException">This process has a store of the directory already.</exception>
    public static void Add(string workDirectory)
    {
        if (!Directories.TryAdd(workDirectory, true))
        {
            throw new ContextException($"this process has the file store of {workDirectory} open already; use that one, or close it first");
        }
    }

    public static void Remove(string workDirectory) => Directories.TryRemove(workDirectory, out _);
}
