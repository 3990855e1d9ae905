using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Processes;

namespace ScaleMs.Actors.Files.Locking;

/// <summary>
/// The lock on a work directory: a directory in it. The seed makes an empty one; this one has a file in it whose name begins with the
/// number of its process, and comes into place with it by one rename, which does not replace a directory that has a file.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    /// <summary>Name of the lock in its work directory.</summary>
    public const string Name = ".scalems_lock";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private readonly string _path;
    private readonly string _owner;

    private DirectoryLock(string path, string owner)
    {
        _path = path;
        _owner = owner;
    }

    /// <summary>Takes the lock; waits for another process that has it. Within a process only one store may take it, and once.</summary>
    /// <exception cref="ContextException">Another process had the lock for the whole time.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static async Task<DirectoryLock> TakeAsync(string directory, TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, Name);
        var owner = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        var prepared = $"{path}_{owner}";
        var start = time.GetTimestamp();
        try
        {
            Directory.CreateDirectory(prepared);
            await File.WriteAllBytesAsync(Path.Combine(prepared, owner), [], cancellationToken).ConfigureAwait(false);
            while (!TryPlace(prepared, path))
            {
                var holder = LockHolder.Of(path);
                if (holder.IsGone)
                {
                    holder.Release();
                }
                else if (time.GetElapsedTime(start) >= wait)
                {
                    throw new ContextException(
                        $"{directory} is locked by {holder}; try again when it has finished, or remove {path} if no process uses the directory");
                }
                else
                {
                    await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
                }
            }

            return new DirectoryLock(path, owner);
        }
        catch
        {
            LockHolder.Discard(prepared);
            throw;
        }
    }

    /// <summary>True when a process that lives has the lock, or an empty one shows no process.</summary>
    public static bool IsHeld(string directory) => LockHolder.Of(Path.Combine(directory, Name)) is { Exists: true, IsDead: false };

    /// <summary>Removes what processes have left that died while they waited.</summary>
    public static void RemoveLeftovers(string directory)
    {
        foreach (var prepared in Directory.EnumerateDirectories(directory, $"{Name}_*"))
        {
            var name = Path.GetFileName(prepared)[(Name.Length + 1)..];
            if (LockHolder.ProcessIn(name) is { } process && !LiveProcess.Exists(process))
            {
                LockHolder.Discard(prepared);
            }
        }
    }

    /// <summary>Gives the lock back. It moves away first: at no moment is it empty, which would look like one of the seed.</summary>
    public void Dispose()
    {
        var away = $"{_path}_{_owner}";
        try
        {
            Directory.Move(_path, away);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The directory was removed by hand, or with its work directory.
            return;
        }

        LockHolder.Discard(away);
    }

    private static bool TryPlace(string prepared, string path)
    {
        try
        {
            Directory.Move(prepared, path);
            return true;
        }
        catch (IOException) when (Directory.Exists(prepared))
        {
            return false;
        }
    }
}
