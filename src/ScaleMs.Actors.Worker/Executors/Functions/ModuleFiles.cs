using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Checks periodically whether the user's assemblies, or assemblies that they ship with, have been rebuilt.</summary>
internal sealed class ModuleFiles
{
    private readonly ImmutableArray<string> _modules;
    private (string File, long Length, DateTime Written)[] _seen;

    /// <summary>Records the current state of the files.</summary>
    /// <exception cref="ModuleException">One of the files cannot be read.</exception>
    public ModuleFiles(ImmutableArray<string> modules)
    {
        _modules = modules;
        _seen = Look([.. modules.SelectMany(ModuleCatalog.FilesOf)]);
    }

    /// <summary>True once for each change of a file.</summary>
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

    /// <summary>The code that the files have now; null = they are being written.</summary>
    public ImmutableArray<Contracts.Tasks.CodeIdentity>? Code()
    {
        try
        {
            _seen = Look([.. _modules.SelectMany(ModuleCatalog.FilesOf)]);
            return ModuleCatalog.CodeOf(_modules);
        }
        catch (ModuleException)
        {
            // The build that is writing them changes them once more.
            return null;
        }
    }

    /// <summary>The public types that the files have now; null = they are being written.</summary>
    public ImmutableArray<string>? Types()
    {
        try
        {
            return ModuleCatalog.TypesOf(_modules);
        }
        catch (ModuleException)
        {
            return null;
        }
    }

    private static (string File, long Length, DateTime Written)[] Look(IEnumerable<string> files) =>
        [.. files.Select(static file => new FileInfo(file)).Select(static file => (file.FullName, file.Exists ? file.Length : -1, file.LastWriteTimeUtc))];
}
