using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>The modules that interpreters of a worker have imported, and whether their files are still as they were.</summary>
internal sealed class LoadedModules
{
    // By name, the version that was loaded last.
    private readonly Dictionary<string, CodeIdentity> _latest = new(StringComparer.Ordinal);

    // Modules of one name may be in several directories, and interpreters have all of them.
    private readonly Dictionary<CodeIdentity, ImmutableArray<FileState>> _files = [];

    public IEnumerable<CodeIdentity> Code => _latest.Values;

    /// <summary>Adds a module; false = it is known.</summary>
    public bool Add(LoadedModule module)
    {
        if (!module.Files.IsEmpty && !_files.ContainsKey(module.Code))
        {
            _files.Add(module.Code, [.. module.Files.Select(FileState.Of)]);
        }

        if (_latest.TryGetValue(module.Code.Module, out var known) && known == module.Code)
        {
            return false;
        }

        _latest[module.Code.Module] = module.Code;
        return true;
    }

    /// <summary>Forgets the modules whose files have changed.</summary>
    public ImmutableArray<CodeIdentity> RemoveChanged()
    {
        if (_files.Count == 0)
        {
            return [];
        }

        var changed = _files.Where(static module => module.Value.Any(static file => file != FileState.Of(file.Path))).Select(static module => module.Key).ToImmutableArray();
        foreach (var code in changed)
        {
            _files.Remove(code);
            if (_latest.GetValueOrDefault(code.Module) == code)
            {
                _latest.Remove(code.Module);
            }
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
