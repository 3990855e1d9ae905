namespace Akka.Serialization.Graph.Codecs;

/// <summary>An immutable collection, made of its elements when they are all there.</summary>
internal sealed class BuiltCodec<TCollection, T, TCompared>(
    CodecRegistry registry,
    Func<T[], object?, TCollection> build,
    Func<TCollection, object?>? comparer = null,
    bool reversed = false) : BodyCodec
    where TCollection : class, IEnumerable<T>
{
    private readonly Elements<T> _elements = new(registry);

    public override void Write(GraphWriter writer, object value)
    {
        var collection = (TCollection)value;
        if (comparer is not null)
        {
            Comparers.Write<TCompared>(writer, comparer(collection));
        }

        T[] items = [.. collection];
        if (reversed)
        {
            Array.Reverse(items);
        }

        _elements.WriteCounted(writer, items);
    }

    public override object Read(GraphReader reader, int reference)
    {
        var like = comparer is null ? null : Comparers.Read<TCompared>(reader);
        var items = _elements.ReadCounted(reader);
        try
        {
            return build(items, like);
        }
        catch (ArgumentException e)
        {
            throw Refused.Because($"the elements do not make a [{typeof(TCollection)}]: {e.Message}", e);
        }
    }
}
