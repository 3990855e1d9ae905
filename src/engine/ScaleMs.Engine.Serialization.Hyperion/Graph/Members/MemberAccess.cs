using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Members;

/// <summary>Writes and reads the members of a class: compiled, or one by one where the payload has others.</summary>
internal sealed class MemberAccess
{
    private readonly TypeEntry _type;
    private readonly MemberList _members;
    private readonly Slot[] _slots;
    private readonly WriteMembers _write;
    private readonly ReadMembers _read;

    public MemberAccess(TypeEntry type, MemberList members)
    {
        _type = type;
        _members = members;
        _slots = [.. members.All.Select(member => member.Slot)];
        _write = MemberCompiler.Writer(members.All);
        _read = MemberCompiler.Reader(members.All);
    }

    public void Write(GraphWriter writer, object target, bool schema = true)
    {
        if (schema && writer.NeedsSchema(_type))
        {
            _members.WriteSchema(writer);
        }

        _write(_slots, writer, target);
    }

    public void Read(GraphReader reader, object target, bool schema = true)
    {
        if (!schema || reader.PlanOf(_type, _members) is not { IsLocal: false } plan)
        {
            _read(_slots, reader, target);
        }
        else
        {
            _members.ReadAsPlanned(reader, plan, target);
        }
    }
}
