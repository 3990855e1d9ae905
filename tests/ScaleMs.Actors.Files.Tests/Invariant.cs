using ScaleMs.Actors.Files.Descriptions;

namespace ScaleMs.Actors.Files.Tests;

/// <summary>What is true of every store at any time.</summary>
internal static class Invariant
{
    /// <summary>Every recorded file exists and hashes to its key, as bytes or as a text.</summary>
    public static void Holds(FileStore store) => Assert.All(
        store.Files,
        static file => Assert.True(new BinaryFile(file.Value).Fingerprint() == file.Key || new TextFile(file.Value).Fingerprint() == file.Key, file.Value));
}
