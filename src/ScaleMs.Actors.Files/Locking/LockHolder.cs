using System.Globalization;
using ScaleMs.Actors.Files.Processes;

namespace ScaleMs.Actors.Files.Locking;

/// <summary>Who has a lock.</summary>
internal sealed class LockHolder
{
    private readonly string _path;
    private readonly string? _owner;
    private readonly int? _process;

    private LockHolder(string path, bool exists, string? owner)
    {
        _path = path;
        Exists = exists;
        _owner = owner;
        _process = owner is null ? null : ProcessIn(owner);
    }

    /// <summary>False = there is no lock.</summary>
    public bool Exists { get; }

    /// <summary>True when the process that took the lock has ended.</summary>
    public bool IsDead => _process is { } process && !LiveProcess.Exists(process);

    /// <summary>The same, for a process that has no other use of the lock: a lock with its own number is of an earlier process.</summary>
    public bool IsGone => IsDead || _process == Environment.ProcessId;

    public static LockHolder Of(string path)
    {
        try
        {
            return new LockHolder(path, Path.Exists(path), Directory.EnumerateFiles(path).Select(static file => Path.GetFileName(file)).FirstOrDefault());
        }
        catch (DirectoryNotFoundException)
        {
            return new LockHolder(path, exists: false, owner: null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LockHolder(path, exists: true, owner: null);
        }
    }

    /// <summary>The number of the process in a name; null = the name has none.</summary>
    public static int? ProcessIn(string name) =>
        name.IndexOf('-', StringComparison.Ordinal) is > 0 and var end
        && int.TryParse(name.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            ? process
            : null;

    /// <summary>Removes a directory with a lock's file, or what is there of it.</summary>
    public static void Discard(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A directory that remains locks nothing, and the next process that opens the store removes it.
        }
    }

    /// <summary>Removes this holder's lock and no other: the next one's file has another name, and its directory is not empty.</summary>
    public void Release()
    {
        try
        {
            File.Delete(Path.Combine(_path, _owner!));
            Directory.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process has released it, and perhaps taken the lock.
        }
    }

    public override string ToString() => _process is { } process
        ? string.Create(CultureInfo.InvariantCulture, $"process {process}")
        : "a process that has not named itself";
}
