using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Files;

/// <summary>There is no copy of a file.</summary>
/// <param name="key">The file's key.</param>
/// <param name="message">What was tried.</param>
public sealed class FileLostException(string key, string message) : ScaleMsException(message)
{
    /// <summary>The file's key.</summary>
    public string Key { get; } = key;
}
