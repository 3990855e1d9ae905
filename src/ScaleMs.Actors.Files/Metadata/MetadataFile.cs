using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Posix;

namespace ScaleMs.Actors.Files.Metadata;

/// <summary>The metadata of a store on the disk.</summary>
/// <param name="directory">Full path of the store's directory.</param>
internal sealed class MetadataFile(string directory)
{
    /// <summary>Name of the file in the store's directory.</summary>
    public const string Name = "scalems_context_metadata.json";

    public string Path { get; } = System.IO.Path.Combine(directory, Name);

    /// <summary>What the file has now.</summary>
    /// <exception cref="ContextException">The file cannot be read, or is not metadata.</exception>
    public StoreMetadata Read()
    {
        try
        {
            return MetadataJson.Read(File.ReadAllBytes(Path), directory);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ContextException($"{directory} has no {Name}, so it is not a file store; restore the file, or move the directory away", error);
        }
        catch (FormatException error)
        {
            throw new ContextException($"{Path} is damaged: {error.Message}; restore or correct it, or move {directory} away", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"{Path} cannot be read: {error.Message}; make it a file that this process may read", error);
        }
    }

    /// <summary>Replaces the file at once: whatever happens, the old or the new one is there, and after the return the new one.</summary>
    /// <param name="metadata">What it is to contain.</param>
    /// <param name="temporary">Path, in the same directory, for the new file until it is complete.</param>
    /// <exception cref="ContextException">The disk is full, or the directory cannot be written.</exception>
    public void Write(StoreMetadata metadata, string temporary)
    {
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                MetadataJson.Write(metadata, file);
                file.Flush(flushToDisk: true);
            }

            // The names of the recorded files are on the disk before their record.
            Durable.Synchronize(directory);
            File.Move(temporary, Path, overwrite: true);
            Durable.Synchronize(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContextException($"{Path} cannot be written: {error.Message}; what it recorded before is still there", error);
        }
    }
}
