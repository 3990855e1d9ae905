namespace ScaleMs.Actors.Node.Streams;

/// <summary>Standard error. When it cannot be written there is nobody to tell, and the work is none the worse for it.</summary>
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
