using System.Runtime.InteropServices;

namespace Akka.Serialization.Graph.Codecs;

internal sealed class ListCodec<T>(CodecRegistry registry) : BodyCodec
{
    private readonly Elements<T> _elements = new(registry);

    public override void Write(GraphWriter writer, object value) => _elements.WriteCounted(writer, CollectionsMarshal.AsSpan((List<T>)value));

    public override object Read(GraphReader reader, int reference)
    {
        var count = reader.ReadCount(Elements<T>.BytesEach);
        var items = new List<T>(count);
        reader.Keep(reference, items);
        CollectionsMarshal.SetCount(items, count);
        _elements.Read(reader, CollectionsMarshal.AsSpan(items));
        return items;
    }
}
