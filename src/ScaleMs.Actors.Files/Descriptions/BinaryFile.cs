using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>
/// A file of bytes; its fingerprint is their SHA-256 (the seed's <c>BaseBinary</c>, which cannot read an empty file; this can).
/// </summary>
/// <param name="path">Path of an existing regular file.</param>
/// <param name="access">What it is meant to be used for.</param>
/// <exception cref="ScaleMs.Actors.Contracts.DataLocalizationException">There is no regular file at the path.</exception>
public sealed class BinaryFile(string path, Access access = Access.Read) : DescribedFile(path, access)
{
    private protected override Fingerprint Start() => new BinaryFingerprint();

    private protected override string Undecodable(UndecodableException error) => throw new InvalidOperationException("bytes are not decoded", error);
}
