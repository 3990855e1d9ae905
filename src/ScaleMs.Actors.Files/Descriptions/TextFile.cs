using System.Text;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Descriptions;

/// <summary>
/// A file of text; its fingerprint is the SHA-256 of the text in UTF-8 with LF at the ends of lines, whichever it has (the seed's
/// <c>BaseText</c>). A byte order mark is part of the text.
/// </summary>
/// <param name="path">Path of an existing regular file.</param>
/// <param name="encoding">What the file is written in; null = UTF-8.</param>
/// <param name="access">What it is meant to be used for.</param>
/// <exception cref="ScaleMs.Actors.Contracts.DataLocalizationException">There is no regular file at the path.</exception>
public sealed class TextFile(string path, Encoding? encoding = null, Access access = Access.Read) : DescribedFile(path, access)
{
    /// <summary>What the file is written in.</summary>
    public Encoding Encoding { get; } = encoding ?? Encoding.UTF8;

    private protected override Fingerprint Start() => new TextFingerprint(Encoding);

    private protected override string Undecodable(UndecodableException error) =>
        $"{Path} is not a text in {Encoding.WebName}: the byte at position {error.Position} (0x{Convert.ToHexString(error.Bytes)}) cannot be decoded; "
        + "name the encoding that it is written in, or describe it as binary";
}
