namespace ScaleMs.Actors.Contracts.Staging;

/// <summary>A file that a directive refers to.</summary>
/// <param name="Name">Its name in the result that it comes from, or its name at the client.</param>
/// <param name="Key">Its key, see <see cref="Files.FileReferences"/>.</param>
/// <param name="IsExecutable">True = the copy may be executed.</param>
public readonly record struct StagedFile(string Name, string Key, bool IsExecutable);
