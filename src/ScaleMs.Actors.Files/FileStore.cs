using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Metadata;

namespace ScaleMs.Actors.Files;

/// <summary>
/// Copies of files, named by their content, and descriptions of tasks, in a directory of their own under a work directory (the seed's
/// <c>FileStore</c>). One process at a time has a store open, once. All members may be used by several threads at once.
/// </summary>
/// <remarks>
/// The content of a file is on the disk when it is added; the records follow with the next <see cref="FlushAsync"/> or
/// <see cref="CloseAsync"/>. If the process dies before, the next one that opens the store records the files; tasks are lost.
/// </remarks>
public sealed partial class FileStore : IAsyncDisposable
{
    /// <summary>Name of the store's own directory in the work directory.</summary>
    public const string DirectoryName = WorkDirectories.StoreName;

    private readonly Lock _gate = new();
    private readonly FileStoreSettings _settings;
    private readonly MetadataFile _file;
    private readonly FileStream _owner;
    private readonly HashSet<string> _paths;
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private StoreMetadata _metadata;
    private long _changes;
    private bool _isClosed;

    private FileStore(string workDirectory, StoreMetadata metadata, MetadataFile file, FileStream owner, FileStoreSettings settings)
    {
        WorkDirectory = workDirectory;
        DataDirectory = Path.GetDirectoryName(file.Path)!;
        _metadata = metadata;
        _paths = metadata.Files.Values.ToHashSet(StringComparer.Ordinal);
        _file = file;
        _owner = owner;
        _settings = settings;
    }

    /// <summary>Full path of the work directory, without links (the seed's <c>directory</c>).</summary>
    public string WorkDirectory { get; }

    /// <summary>Full path of the store's own directory, <c>scalems_0_0</c> in the work directory (the seed's <c>datastore</c>).</summary>
    public string DataDirectory { get; }

    /// <summary>True after <see cref="CloseAsync"/>.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>The files.</summary>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public FilesView Files
    {
        get
        {
            ThrowIfClosed();
            return new FilesView(() => Volatile.Read(ref _metadata).Files);
        }
    }

    /// <summary>What <see cref="AddTask"/> was given, by identity.</summary>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public IReadOnlyDictionary<string, JsonElement> Objects
    {
        get
        {
            ThrowIfClosed();
            return Volatile.Read(ref _metadata).Objects;
        }
    }

    /// <summary>Copies a file into the store and computes its key on the way, in constant memory (the seed's <c>add_file</c>).</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name of the copy; null = its key. No other part of the program may use the name.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>A reference to the copy.</returns>
    /// <exception cref="ArgumentException">The name cannot be given to a file.</exception>
    /// <exception cref="DuplicateKeyException">The store has a file with this content, or another one with this name.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed, or has a file under this name that is not recorded.</exception>
    /// <exception cref="DataLocalizationException">The file cannot be read.</exception>
    /// <exception cref="ContextException">The copy cannot be written.</exception>
    public async Task<FileReference> AddFileAsync(DescribedFile file, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (name is not null && StoredName.Problem(name, MetadataFile.Name) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }

        ThrowIfClosed();
        var temporary = TemporaryFiles.New(DataDirectory);
        try
        {
            var key = await file.CopyAsync(temporary, cancellationToken).ConfigureAwait(false);
            Place(temporary, key, Path.Combine(DataDirectory, name ?? key.ToString()));
            return new FileReference(this, key);
        }
        catch (Exception error)
        {
            TemporaryFiles.Discard(temporary);
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new ContextException($"{file} cannot be copied into {DataDirectory}: {error.Message}", error);
            }

            throw;
        }
    }

    /// <summary>Records a task (the seed's <c>add_task</c>).</summary>
    /// <param name="identity">The task's identity.</param>
    /// <param name="fields">A JSON object; it is recorded as it is.</param>
    /// <exception cref="ArgumentException">The identity is empty, or the fields are not an object.</exception>
    /// <exception cref="DuplicateKeyException">There is a task with this identity.</exception>
    /// <exception cref="StaleFileStoreException">The store is closed.</exception>
    public void AddTask(string identity, JsonElement fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        if (fields.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"the fields of the task {identity} are a JSON object, not {fields.ValueKind}", nameof(fields));
        }

        var kept = fields.Clone();
        lock (_gate)
        {
            ThrowIfClosed();
            if (_metadata.Objects.ContainsKey(identity))
            {
                throw new DuplicateKeyException($"the store {DataDirectory} has the task {identity} already");
            }

            Change(_metadata with { Objects = _metadata.Objects.Add(identity, kept) });
        }
    }

    private void Place(string temporary, ResourceIdentifier key, string path) =>
        Place(key, path, () => File.Move(temporary, path, overwrite: _removed.Contains(path)));

    private void Place(ResourceIdentifier key, string path, Action move)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (_metadata.Files.ContainsKey(key))
            {
                throw new DuplicateKeyException($"the store {DataDirectory} has a file with the key {key} already");
            }

            if (_paths.Contains(path))
            {
                throw new DuplicateKeyException($"the store has {path} already, with another content");
            }

            if (Path.Exists(path) && !_removed.Contains(path))
            {
                throw new StaleFileStoreException($"{path} is in the way: the store has not recorded it; move it away, and add the file again");
            }

            move();
            _removed.Remove(path);
            _paths.Add(path);
            Change(_metadata with { Files = _metadata.Files.Add(key, path) });
        }
    }

    private void Change(StoreMetadata metadata)
    {
        Volatile.Write(ref _metadata, metadata);
        _changes++;
    }

    private void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw new StaleFileStoreException($"the file store {DataDirectory} is closed; open it again");
        }
    }
}
