using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph;

/// <summary>How a member, element or argument of one declared type is written.</summary>
internal abstract class Slot
{
    /// <summary>How a reader that has no such member skips it.</summary>
    public virtual MemberKind Kind => MemberKind.Typed;

    /// <summary>Reads a value and forgets it; what is inside may be referred to later all the same.</summary>
    public abstract void Skip(GraphReader reader);
}

/// <inheritdoc cref="Slot"/>
internal abstract class Slot<T> : Slot
{
    public abstract void Write(GraphWriter writer, T value);

    public abstract T Read(GraphReader reader);

    public sealed override void Skip(GraphReader reader) => Read(reader);
}

/// <summary>Writes the object that a member of a class or interface type holds, under its own type.</summary>
internal sealed class ObjectSlot<T> : Slot<T>
{
    private readonly TypeEntry _declared;

    public ObjectSlot(CodecRegistry registry) => _declared = registry.EntryOf(typeof(T));

    public override MemberKind Kind => MemberKind.Object;

    public override void Write(GraphWriter writer, T value) => writer.WriteObject(value);

    public override T Read(GraphReader reader)
    {
        var value = reader.ReadObject(_declared);
        return value switch
        {
            null => default!,
            T typed => typed,
            _ => throw Refused.Because($"a [{value.GetType()}] is where a [{_declared.Name}] must be"),
        };
    }
}

internal sealed class StringSlot : Slot<string?>
{
    public override MemberKind Kind => MemberKind.String;

    public override void Write(GraphWriter writer, string? value) => writer.WriteString(value);

    public override string? Read(GraphReader reader) => reader.ReadString();
}
