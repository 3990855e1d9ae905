using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Locking;
using ScaleMs.Actors.Files.Metadata;
using ScaleMs.Actors.Files.Processes;

namespace ScaleMs.Actors.Files;

public sealed partial class FileStore
{
    /// <summary>Opens the store of a work directory, or makes it. A store whose process has died is taken over.</summary>
    /// <param name="workDirectory">An existing directory.</param>
    /// <param name="settings">How the directory is used; null = the defaults.</param>
    /// <param name="cancellationToken">Ends the wait for the directory's lock.</param>
    /// <exception cref="ContextException">
    /// The directory does not exist, is within another store's work directory, is locked, or cannot be written; the store is open, here or in
    /// another process; its metadata is missing or damaged, or a recorded file is missing.
    /// </exception>
    public static async Task<FileStore> OpenAsync(string workDirectory, FileStoreSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(workDirectory);
        settings ??= new FileStoreSettings();
        try
        {
            var work = WorkDirectories.Resolve(workDirectory);
            OpenStores.Add(work);
            try
            {
                using var held = await DirectoryLock.TakeAsync(work, settings.LockWait, settings.Time, cancellationToken).ConfigureAwait(false);
                return await Task.Run(() => Claim(work, settings), cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                OpenStores.Remove(work);
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"the work directory {workDirectory} cannot be used: {error.Message}; name a directory that this process may write", error);
        }
    }

    private static FileStore Claim(string work, FileStoreSettings settings)
    {
        DirectoryLock.RemoveLeftovers(work);
        var data = Path.Combine(work, WorkDirectories.StoreName);
        var file = new MetadataFile(data);
        var owner = Own(data, file);
        try
        {
            var metadata = (IsNew(data, file) ? StoreMetadata.Empty : Existing(data, file)) with { Instance = Environment.ProcessId };
            Write(metadata, file, data);
            return new FileStore(work, metadata, file, owner, settings);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private static FileStream Own(string data, MetadataFile file)
    {
        if (File.Exists(data))
        {
            throw new ContextException($"{data} is a file, where the store's directory is expected; move it away");
        }

        Directory.CreateDirectory(data);
        return OwnerLock.TryTake(data)
            ?? throw InUse(data, File.Exists(file.Path) ? file.Read().Instance : null, "; it may be on another machine, or in another container");
    }

    private static ContextException InUse(string data, int? process, string remark)
    {
        var where = process is { } number ? string.Create(CultureInfo.InvariantCulture, $"process {number}") : "another process";
        return new ContextException($"the file store {data} is open in {where}; close it there, or use another work directory{remark}");
    }

    /// <summary>True when the store's directory has nothing yet, perhaps because a process died while it made the store.</summary>
    private static bool IsNew(string data, MetadataFile file)
    {
        TemporaryFiles.RemoveLeftovers(data);
        return !Path.Exists(file.Path) && Directory.EnumerateFileSystemEntries(data).All(static path => Path.GetFileName(path) == OwnerLock.Name);
    }

    private static StoreMetadata Existing(string data, MetadataFile file)
    {
        var metadata = file.Read();
        if (metadata.Instance is { } process)
        {
            if (process != Environment.ProcessId && LiveProcess.Exists(process))
            {
                throw InUse(data, process, $". If that process is no user of the store, set \"instance\" in {file.Path} to null");
            }

            metadata = UnrecordedFiles.Record(metadata, data);
        }

        foreach (var (key, path) in metadata.Files)
        {
            if (!File.Exists(path))
            {
                throw new ContextException($"{file.Path} records {path} with the key {key}, but there is no such file; restore the file, or remove its line");
            }
        }

        return metadata;
    }
}
