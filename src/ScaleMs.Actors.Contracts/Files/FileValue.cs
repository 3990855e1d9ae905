namespace ScaleMs.Actors.Contracts.Files;

/// <summary>A file with the master, as a value of arguments and results.</summary>
/// <param name="Key">The file's key, see <see cref="FileReferences"/>.</param>
/// <param name="Size">Its bytes.</param>
public sealed record FileValue(string Key, long Size);
