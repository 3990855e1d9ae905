namespace Akka.Serialization.Graph;

/// <summary>How the objects of one type are written, once their type has been named.</summary>
internal abstract class BodyCodec
{
    /// <summary>Whether a second reference to the same object is written as such.</summary>
    public virtual bool Tracked => true;

    public abstract void Write(GraphWriter writer, object value);

    /// <param name="reader">Where the bytes are.</param>
    /// <param name="reference">What to pass to <see cref="GraphReader.Keep"/> before the members are read, where they may refer back to the object.</param>
    public abstract object Read(GraphReader reader, int reference);
}

/// <summary>Values without identity: boxed value types, strings, and other leaves.</summary>
internal sealed class BoxCodec<T>(Slot<T> slot) : BodyCodec
    where T : notnull
{
    public override bool Tracked => false;

    public override void Write(GraphWriter writer, object value) => slot.Write(writer, (T)value);

    public override object Read(GraphReader reader, int reference) => slot.Read(reader);
}

internal sealed class LeafCodec<T>(Action<GraphWriter, T> write, Func<GraphReader, T> read) : BodyCodec
    where T : class
{
    public override bool Tracked => false;

    public override void Write(GraphWriter writer, object value) => write(writer, (T)value);

    public override object Read(GraphReader reader, int reference) => read(reader);
}

internal sealed class ValueSlot<T>(MemberKind kind, Action<GraphWriter, T> write, Func<GraphReader, T> read) : Slot<T>
    where T : struct
{
    public override MemberKind Kind => kind;

    public override void Write(GraphWriter writer, T value) => write(writer, value);

    public override T Read(GraphReader reader) => read(reader);
}
