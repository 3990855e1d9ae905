using System.Globalization;
using System.Text.RegularExpressions;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Files.Directories;
using ScaleMs.Actors.Files.Posix;

namespace ScaleMs.Actors.Files.Caching;

public sealed partial class FileCache
{
    // A name of a file has at most 255 bytes; the number behind this part has its place too.
    private const int MostLetters = 100;

    /// <summary>Makes a directory for a running task, which only this user may enter (mode 0700 on Unix). Its bytes are not counted.</summary>
    /// <param name="name">What people are to recognize it by; the name of the directory is like it, and no other task's.</param>
    /// <returns>Full path of the directory.</returns>
    /// <exception cref="ContextException">The cache cannot be written.</exception>
    public string CreateTaskDirectory(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = Unusual().Replace(name.Length > MostLetters ? name[..MostLetters] : name, "_");
        var path = Path.Combine(
            _directory.Tasks, string.Create(CultureInfo.InvariantCulture, $"{plain}-{Interlocked.Increment(ref _lastTask)}"));
        lock (_gate)
        {
            ThrowIfClosed();
            try
            {
                Permissions.MakePrivateDirectory(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new ContextException($"the directory {path} for a task cannot be made: {error.Message}", error);
            }
        }

        return path;
    }

    /// <summary>Removes the directory of a task that has ended, with all that is in it.</summary>
    /// <param name="path">What <see cref="CreateTaskDirectory"/> has returned.</param>
    /// <returns>False = something could not be deleted; the next process that opens the cache tries again.</returns>
    /// <exception cref="ArgumentException">The path is not that of a task's directory.</exception>
    public bool RemoveTaskDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetDirectoryName(path) == _directory.Tasks && Path.GetFileName(path) is not ("" or "." or "..")
            ? DirectoryTree.TryDelete(path)
            : throw new ArgumentException($"{path} is not the directory of a task in {_directory.Tasks}", nameof(path));
    }

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unusual();
}
