using System.Security.Cryptography;

namespace ScaleMs.Actors.Files.Fingerprints;

/// <summary>The fingerprint of a content that arrives in pieces, in constant memory.</summary>
internal abstract class Fingerprint : IDisposable
{
    protected IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds the next bytes.</summary>
    /// <exception cref="UndecodableException">They are not in the encoding of the text.</exception>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The fingerprint of all bytes.</summary>
    /// <exception cref="UndecodableException">The text ends within a character.</exception>
    public ResourceIdentifier Complete()
    {
        End();
        Span<byte> hash = stackalloc byte[ResourceIdentifier.Size];
        Hash.GetHashAndReset(hash);
        return new ResourceIdentifier(hash);
    }

    public void Dispose() => Hash.Dispose();

    protected virtual void End()
    {
    }
}
