namespace Akka.Serialization.Graph.Codecs;

/// <summary>0, or 1 and the value.</summary>
internal sealed class NullableSlot<T>(CodecRegistry registry) : Slot<T?>
    where T : struct
{
    private readonly Slot<T> _value = registry.SlotOf<T>();

    public override void Write(GraphWriter writer, T? value)
    {
        writer.WriteBoolean(value.HasValue);
        if (value.HasValue)
        {
            _value.Write(writer, value.GetValueOrDefault());
        }
    }

    public override T? Read(GraphReader reader) => reader.ReadBoolean() ? _value.Read(reader) : null;
}
