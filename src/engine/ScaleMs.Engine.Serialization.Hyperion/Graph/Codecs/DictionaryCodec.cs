namespace Akka.Serialization.Graph.Codecs;

internal sealed class DictionaryCodec<TKey, TValue>(CodecRegistry registry) : BodyCodec
    where TKey : notnull
{
    private readonly Slot<TKey> _keys = registry.SlotOf<TKey>();
    private readonly Slot<TValue> _values = registry.SlotOf<TValue>();

    public override void Write(GraphWriter writer, object value)
    {
        var dictionary = (Dictionary<TKey, TValue>)value;
        Comparers.Write<TKey>(writer, dictionary.Comparer);
        writer.WriteUInt32((uint)dictionary.Count);
        foreach (var (key, item) in dictionary)
        {
            _keys.Write(writer, key);
            _values.Write(writer, item);
        }
    }

    public override object Read(GraphReader reader, int reference)
    {
        var comparer = Comparers.As<IEqualityComparer<TKey>>(Comparers.Read<TKey>(reader));
        var count = reader.ReadCount(bytesEach: 2);
        var dictionary = new Dictionary<TKey, TValue>(count, comparer);
        reader.Keep(reference, dictionary);
        for (var i = 0; i < count; i++)
        {
            var key = _keys.Read(reader);
            if (key is null || !dictionary.TryAdd(key, _values.Read(reader)))
            {
                throw Refused.Because($"a key is null or twice in a [{typeof(Dictionary<TKey, TValue>)}]");
            }
        }

        return dictionary;
    }
}
