namespace ScaleMs.Actors.Node.Streams;

/// <summary>Standard error. Write errors are ignored: they cannot be reported anywhere, and the work does not depend on them.</summary>
internal sealed class ErrorOutput(Stream stream) : OutputStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
