namespace Akka.Serialization.Graph.Codecs;

/// <summary>A type as a value: in the words in which the types of objects are named, and past the same filter.</summary>
internal sealed class TypeCodec(CodecRegistry registry) : BodyCodec
{
    public override bool Tracked => false;

    public override void Write(GraphWriter writer, object value) => writer.WriteType(registry.EntryOf((Type)value));

    public override object Read(GraphReader reader, int reference) => reader.Resolve(reader.ReadType()).Type;
}
