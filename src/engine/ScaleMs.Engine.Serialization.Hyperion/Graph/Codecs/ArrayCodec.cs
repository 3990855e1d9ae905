namespace Akka.Serialization.Graph.Codecs;

internal sealed class ArrayCodec<T>(CodecRegistry registry) : BodyCodec
{
    private readonly Elements<T> _elements = new(registry);

    public override void Write(GraphWriter writer, object value) => _elements.WriteCounted(writer, new ReadOnlySpan<T>((T[])value));

    public override object Read(GraphReader reader, int reference)
    {
        var items = new T[reader.ReadCount(Elements<T>.BytesEach)];
        reader.Keep(reference, items);
        _elements.Read(reader, items);
        return items;
    }
}
