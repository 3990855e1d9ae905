namespace Akka.Serialization.Graph.Codecs;

/// <summary>A collection that is made empty and filled: it can contain itself.</summary>
/// <param name="registry">Gives the elements' slot.</param>
/// <param name="create">Makes it for so many elements, with the comparer that the original had.</param>
/// <param name="add">Returns false for an element that must not be there twice.</param>
/// <param name="comparer">Its comparer, if it has one.</param>
/// <param name="reversed">Enumerated last in, first out.</param>
internal sealed class CollectionCodec<TCollection, T, TCompared>(
    CodecRegistry registry,
    Func<int, object?, TCollection> create,
    Func<TCollection, T, bool> add,
    Func<TCollection, object?>? comparer = null,
    bool reversed = false) : BodyCodec
    where TCollection : class, IEnumerable<T>
{
    private readonly Slot<T> _slot = registry.SlotOf<T>();

    public override void Write(GraphWriter writer, object value)
    {
        var collection = (TCollection)value;
        if (comparer is not null)
        {
            Comparers.Write<TCompared>(writer, comparer(collection));
        }

        // A copy: concurrent collections change while they are enumerated.
        T[] items = [.. collection];
        if (reversed)
        {
            Array.Reverse(items);
        }

        writer.WriteUInt32((uint)items.Length);
        foreach (var item in items)
        {
            _slot.Write(writer, item);
        }
    }

    public override object Read(GraphReader reader, int reference)
    {
        var like = comparer is null ? null : Comparers.Read<TCompared>(reader);
        var count = reader.ReadCount();
        var collection = create(count, like);
        reader.Keep(reference, collection);
        for (var i = 0; i < count; i++)
        {
            if (!add(collection, _slot.Read(reader)))
            {
                throw Refused.Because($"an element is twice in a [{typeof(TCollection)}]");
            }
        }

        return collection;
    }
}
