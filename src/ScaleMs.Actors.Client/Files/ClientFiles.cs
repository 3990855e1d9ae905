using System.Buffers;
using System.Text.Json;
using Akka.Actor;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection.Files;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Staging;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Files.Descriptions;
using ScaleMs.Actors.Files.Fingerprints;
using ScaleMs.Actors.Files.Receiving;

namespace ScaleMs.Actors.Client.Files;

/// <summary>Files that a client sends to the master and gets from it. Thread-safe.</summary>
public sealed class ClientFiles
{
    private readonly FilePort _port = new();
    private readonly Lazy<IActorRef> _desk;
    private readonly Task<MasterUnavailableException> _lost;

    /// <summary>Files that were sent, as they were then.</summary>
    private readonly Dictionary<(string Path, long Size, DateTime Written), Task<FileValue>> _sent = [];

    internal ClientFiles(ActorSystem system, MasterReference master, Task<MasterUnavailableException> lost, string name)
    {
        _lost = lost;
        _desk = new Lazy<IActorRef>(() =>
        {
            var desk = system.ActorOf(FileDesk.Props(_port, static _ => null), name);
            _ = FollowAsync(desk, master);
            return desk;
        });
    }

    /// <summary>Sends a file to the master, unless the master has that content, and returns when it is there. A task that gets the value as an argument gets the path of a copy.</summary>
    /// <param name="path">Path of the file, which must not change meanwhile.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DataLocalizationException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ScaleMsException">The master cannot keep it.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public async Task<FileValue> AddAsync(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var info = new FileInfo(full);
        var identity = (full, info.Exists ? info.Length : -1, info.Exists ? info.LastWriteTimeUtc : default);
        Task<FileValue>? sending;
        lock (_sent)
        {
            // One that has failed may succeed now.
            if (!_sent.TryGetValue(identity, out sending) || sending.IsFaulted)
            {
                _sent[identity] = sending = SendAsync(full);
            }
        }

        return await sending.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Gets a file from the master or from a worker that has it.</summary>
    /// <param name="key">The file's key: 64 hexadecimal digits.</param>
    /// <param name="path">Where it goes; directories are made, an existing file is replaced.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ArgumentException">The text is no key.</exception>
    /// <exception cref="FileLostException">There is no copy.</exception>
    /// <exception cref="ScaleMsException">It cannot be written.</exception>
    /// <exception cref="MasterUnavailableException">The master is lost.</exception>
    public async Task GetAsync(string key, string path, CancellationToken cancellation = default)
    {
        if (!ResourceIdentifier.TryParse(key, out var identifier))
        {
            throw new ArgumentException($"'{key}' is not the key of a file: 64 hexadecimal digits are expected", nameof(key));
        }

        _ = _desk.Value;
        var full = Path.GetFullPath(path);
        try
        {
            var directory = Path.GetDirectoryName(full)!;
            Directory.CreateDirectory(directory);
            using var arrived = await WithMasterAsync(_port.FetchAsync(identifier.ToString(), size => IncomingFile.Create(directory, identifier, size), cancellation)).ConfigureAwait(false);
            File.Delete(full);
            arrived.MoveTo(full);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataLocalizationException($"the file {key} cannot be written to '{full}': {error.Message}", error);
        }
    }

    /// <summary>Gets the files of a task whose output is staged to the client.</summary>
    /// <param name="record">The task's final record.</param>
    /// <param name="directory">The client's directory.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Full paths of the files.</returns>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task<IReadOnlyList<string>> GetAllAsync(TaskRecord record, string directory, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.ReturnValue is not { ValueKind: JsonValueKind.Object } value)
        {
            return [];
        }

        var paths = new List<string>();
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        foreach (var member in value.EnumerateObject())
        {
            if (FileReferences.KeyOf(member.Value) is not { } key || !member.Value.TryGetProperty(FileReferences.ClientKey, out var name) || name.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var path = Path.GetFullPath(Path.Combine(root, name.GetString()!));
            if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new DataLocalizationException($"the file '{name.GetString()}' of task {record.Uid} is not below {root}, and nothing else is written");
            }

            await GetAsync(key, path, cancellation).ConfigureAwait(false);
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Sends the client's files that a task needs.</summary>
    /// <returns>The task with references in their place.</returns>
    /// <exception cref="DataLocalizationException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="ScaleMsException">The master cannot keep one.</exception>
    internal async ValueTask<TaskInput> StageInAsync(TaskInput task, CancellationToken cancellation)
    {
        if (task.Content is not TaskDescription { InputStaging.IsEmpty: false } description || !description.InputStaging.Any(static directive => directive.IsFromClient))
        {
            return task;
        }

        var staged = description.InputStaging.ToBuilder();
        staged.Clear();
        foreach (var directive in description.InputStaging)
        {
            if (!directive.IsFromClient)
            {
                staged.Add(directive);
                continue;
            }

            var path = Path.GetFullPath(directive.SourceAt(StagingScheme.Client).Path);
            foreach (var (file, target) in FilesOf(directive, path))
            {
                staged.Add(directive with { Source = Reference(await AddAsync(file, cancellation).ConfigureAwait(false), file), Target = target, Flags = StagingOptions.None });
            }
        }

        return TaskInput.Of(description with { InputStaging = staged.DrainToImmutable() }).Searching(task.Path);
    }

    private static IEnumerable<(string File, string Target)> FilesOf(StagingDirective directive, string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var target = directive.TargetAt(StagingScheme.Task, name).Path;
        return !Directory.Exists(path) ? [(path, target)]
            : directive.IsRecursive ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, $"{target}/{Path.GetRelativePath(path, file)}"))
            : throw new DataLocalizationException($"'{path}' is a directory; give the directive \"flags\": [\"Recursive\"] to stage all that is in it");
    }

    private static JsonElement Reference(FileValue file, string path)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            FileReferences.Write(writer, file.Key, file.Size, isExecutable: !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0);
        }

        return JsonDocument.Parse(output.WrittenMemory).RootElement;
    }

    private async Task<FileValue> SendAsync(string path)
    {
        _ = _desk.Value;
        var key = await Task.Run(() => new BinaryFile(path).Fingerprint()).ConfigureAwait(false);
        var file = new FileValue(key.ToString(), new FileInfo(path).Length);
        await WithMasterAsync(_port.KeepAsync(file.Key, file.Size, path, CancellationToken.None)).ConfigureAwait(false);
        return file;
    }

    private async Task<T> WithMasterAsync<T>(Task<T> work)
    {
        await WithMasterAsync((Task)work).ConfigureAwait(false);
        return await work.ConfigureAwait(false);
    }

    private async Task WithMasterAsync(Task work)
    {
        if (await Task.WhenAny(work, _lost).ConfigureAwait(false) != work)
        {
            throw await _lost.ConfigureAwait(false);
        }

        await work.ConfigureAwait(false);
    }

    private static async Task FollowAsync(IActorRef desk, MasterReference master)
    {
        while (true)
        {
            var connection = await master.Connected.ConfigureAwait(false);
            desk.Tell(new FileDesk.UseKeeper(connection.Master));
            await connection.Ended.ConfigureAwait(false);
            desk.Tell(new FileDesk.UseKeeper(null));
        }
    }
}
