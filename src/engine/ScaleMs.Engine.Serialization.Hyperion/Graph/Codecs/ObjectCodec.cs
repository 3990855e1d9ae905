using System.Runtime.CompilerServices;
using Akka.Serialization.Graph.Members;
using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>A class by its fields, made without its constructor.</summary>
/// <param name="type">The class.</param>
/// <param name="members">Its members.</param>
/// <param name="schema">Whether the class may differ on the other side: not those of the framework that are written this way.</param>
internal sealed class ObjectCodec(TypeEntry type, MemberList members, bool schema) : BodyCodec
{
    private readonly MemberAccess _access = new(type, members);

    public override void Write(GraphWriter writer, object value) => _access.Write(writer, value, schema);

    public override object Read(GraphReader reader, int reference)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type.Type);
        reader.Keep(reference, value);
        _access.Read(reader, value, schema);
        return value;
    }
}
