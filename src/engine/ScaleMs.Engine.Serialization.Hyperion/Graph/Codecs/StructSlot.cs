using Akka.Serialization.Graph.Members;
using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>A structure by its fields.</summary>
internal sealed class StructSlot<T> : Slot<T>
    where T : struct
{
    private readonly TypeEntry _type;
    private readonly MemberList _members;
    private readonly bool _schema;
    private readonly Slot[] _slots;
    private readonly WriteStruct<T> _write;
    private readonly ReadStruct<T> _read;

    public StructSlot(TypeEntry type, MemberList members, bool schema)
    {
        _type = type;
        _members = members;
        _schema = schema;
        _slots = [.. members.All.Select(member => member.Slot)];
        _write = MemberCompiler.StructWriter<T>(members.All);
        _read = MemberCompiler.StructReader<T>(members.All);
    }

    public override void Write(GraphWriter writer, T value)
    {
        if (_schema && writer.NeedsSchema(_type))
        {
            _members.WriteSchema(writer);
        }

        if (_slots.Length == 0)
        {
            // An element takes a byte at least: so no small payload can announce a huge array.
            writer.WriteByte(0);
        }

        _write(_slots, writer, ref value);
    }

    public override T Read(GraphReader reader)
    {
        var plan = _schema ? reader.PlanOf(_type, _members) : null;
        if (plan?.Steps.Length == 0 || (plan is null && _slots.Length == 0))
        {
            reader.ReadByte();
        }

        var value = default(T);
        if (plan is not { IsLocal: false })
        {
            _read(_slots, reader, ref value);
            return value;
        }

        object boxed = value;
        _members.ReadAsPlanned(reader, plan, boxed);
        return (T)boxed;
    }
}
