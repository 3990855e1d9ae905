using System.Runtime.Serialization;

namespace Akka.Serialization.Graph;

/// <summary>Objects to bytes and back. Safe for many threads: each uses the writer and reader that it used last.</summary>
internal sealed class GraphSerializer(CodecRegistry registry, bool preserveReferences, bool tolerant)
{
    [ThreadStatic]
    private static (GraphSerializer Owner, GraphWriter Writer)? _writer;

    [ThreadStatic]
    private static (GraphSerializer Owner, GraphReader Reader)? _reader;

    public byte[] Serialize(object? value)
    {
        // Taken while it is used: a surrogate may serialize in turn.
        var writer = _writer is { } kept && kept.Owner == this ? kept.Writer : new GraphWriter(registry);
        _writer = null;
        try
        {
            writer.Begin(preserveReferences, tolerant);
            writer.WriteObject(value);
            return writer.Written.ToArray();
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Refused.Because($"a [{value?.GetType()}] cannot be written: {e.Message}", e);
        }
        finally
        {
            writer.End();
            _writer = (this, writer);
        }
    }

    /// <exception cref="SerializationException">The payload is not whole, names a type that is refused or missing, or makes no sense.</exception>
    public object? Deserialize(byte[] payload)
    {
        var reader = _reader is { } kept && kept.Owner == this ? kept.Reader : new GraphReader(registry);
        _reader = null;
        try
        {
            reader.Begin(payload);
            var value = reader.ReadObject(null);
            return reader.Left == 0 ? value : throw Refused.Because($"{reader.Left} bytes are left after the object");
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Refused.Because($"the payload makes no object: {e.Message}", e);
        }
        finally
        {
            reader.End();
            _reader = (this, reader);
        }
    }
}
