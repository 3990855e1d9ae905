using System.Diagnostics.CodeAnalysis;

namespace ScaleMs.Actors.Worker.Executors.Processes;

/// <summary>A file that gets all of what a program prints to one of its streams, or to both.</summary>
internal sealed class OutputCopy : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    private OutputCopy(FileStream file) => _file = file;

    /// <summary>Why not all of the output is in the file; null = it is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Creates the file, in place of an earlier one.</summary>
    /// <param name="path">Its path; null = none is wanted.</param>
    /// <param name="copy">The copy; null = none.</param>
    /// <param name="problem">Why it cannot be created; null = it was, or none is wanted.</param>
    public static bool TryCreate(string? path, out OutputCopy? copy, [NotNullWhen(false)] out string? problem)
    {
        (copy, problem) = (null, null);
        if (path is null)
        {
            return true;
        }

        try
        {
            // Whoever reads it while the program runs sees each piece as it comes.
            copy = new OutputCopy(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"the file '{path}' for its output cannot be written: {error.Message}";
            return false;
        }
    }

    /// <summary>Adds a piece. When that fails the program goes on, and <see cref="Problem"/> says why.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (Problem is not null)
            {
                return;
            }

            try
            {
                _file.Write(bytes);
            }
            catch (IOException error)
            {
                Problem = $"the file '{_file.Name}' does not have all of its output: {error.Message}";
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
