namespace ScaleMs.Actors.Files.Fingerprints;

/// <summary>Bytes that are no text in the encoding; whoever knows the file's path makes an error of it.</summary>
/// <param name="position">Where the first of them is, in bytes from the start.</param>
/// <param name="bytes">The bytes that cannot be decoded.</param>
internal sealed class UndecodableException(long position, byte[] bytes) : Exception($"byte {position} cannot be decoded")
{
    public long Position => position;

    public byte[] Bytes => bytes;
}
