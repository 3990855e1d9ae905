using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>The modules that interpreters of a worker have imported, and whether their files are still as they were.</summary>
internal sealed class LoadedModules
{
    private readonly Dictionary<string, (CodeIdentity Code, ImmutableArray<FileState> Files)> _modules = new(StringComparer.Ordinal);

    public IEnumerable<CodeIdentity> Code => _modules.Values.Select(static module => module.Code);

    /// <summary>Adds a module; false = it is known.</summary>
    public bool Add(LoadedModule module)
    {
        if (_modules.TryGetValue(module.Code.Module, out var known) && known.Code == module.Code)
        {
            return false;
        }

        _modules[module.Code.Module] = (module.Code, [.. module.Files.Select(FileState.Of)]);
        return true;
    }

    /// <summary>Forgets the modules whose files have changed.</summary>
    public ImmutableArray<CodeIdentity> RemoveChanged()
    {
        if (_modules.Count == 0)
        {
            return [];
        }

        var changed = _modules.Values.Where(static module => module.Files.Any(static file => file != FileState.Of(file.Path))).Select(static module => module.Code).ToImmutableArray();
        foreach (var code in changed)
        {
            _modules.Remove(code.Module);
        }

        return changed;
    }

    private readonly record struct FileState(string Path, long Length, DateTime Written)
    {
        public static FileState Of(string path)
        {
            var file = new FileInfo(path);
            return new FileState(path, file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
        }
    }
}
