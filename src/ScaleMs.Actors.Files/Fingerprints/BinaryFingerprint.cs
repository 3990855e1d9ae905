namespace ScaleMs.Actors.Files.Fingerprints;

/// <summary>SHA-256 of the bytes.</summary>
internal sealed class BinaryFingerprint : Fingerprint
{
    public override void Append(ReadOnlySpan<byte> bytes) => Hash.AppendData(bytes);
}
