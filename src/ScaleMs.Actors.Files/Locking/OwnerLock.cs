namespace ScaleMs.Actors.Files.Locking;

/// <summary>
/// An empty file that is locked in the operating system while a store is open. The number of a process says nothing in another container or
/// on another machine; this lock also reaches there if the file system is shared, and ends with its process.
/// </summary>
internal static class OwnerLock
{
    /// <summary>Name of the file in the store's directory. It stays there: removing it would let two processes lock two files.</summary>
    public const string Name = ".scalems_owner";

    /// <summary>Takes the lock; null = a process has it. It is given back when the stream is closed.</summary>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public static FileStream? TryTake(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(Path.Combine(directory, Name)))
        {
            return null;
        }
    }
}
