using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Looks now and then whether the user's assemblies, or what they bring along, have been built again.</summary>
internal sealed class ModuleFiles
{
    private readonly ImmutableArray<string> _modules;
    private (string File, long Length, DateTime Written)[] _seen;

    /// <summary>Remembers how the files are now.</summary>
    /// <exception cref="ModuleException">One of them cannot be read.</exception>
    public ModuleFiles(ImmutableArray<string> modules)
    {
        _modules = modules;
        _seen = Look([.. modules.SelectMany(ModuleCatalog.FilesOf)]);
    }

    /// <summary>True once for each time that a file is not as it was.</summary>
    public bool HaveChanged()
    {
        var now = Look(_seen.Select(static file => file.File));
        if (now.AsSpan().SequenceEqual(_seen))
        {
            return false;
        }

        _seen = now;
        return true;
    }

    /// <summary>What the files have now; null = they are just being written.</summary>
    public ImmutableArray<Contracts.Tasks.CodeIdentity>? Code()
    {
        try
        {
            _seen = Look([.. _modules.SelectMany(ModuleCatalog.FilesOf)]);
            return ModuleCatalog.CodeOf(_modules);
        }
        catch (ModuleException)
        {
            // Whoever writes them changes them once more.
            return null;
        }
    }

    private static (string File, long Length, DateTime Written)[] Look(IEnumerable<string> files) =>
        [.. files.Select(static file => new FileInfo(file)).Select(static file => (file.FullName, file.Exists ? file.Length : -1, file.LastWriteTimeUtc))];
}
