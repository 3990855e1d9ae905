using System.Reflection;
using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Members;

/// <summary>
/// The members of a class or structure, in an order that both sides find by themselves (base class first, then by name), and the
/// schema that tells a reader with another version of the type which of them follow.
/// </summary>
internal sealed class MemberList
{
    private readonly CodecRegistry _registry;
    private readonly TypeEntry _type;
    private readonly TypeEntry?[] _declaredTypes;
    private readonly ushort[] _words;
    private readonly byte _salt;
    private readonly ushort _fingerprint;
    private readonly ReadPlan _local;

    private MemberList(CodecRegistry registry, TypeEntry type, Member[] members)
    {
        _registry = registry;
        _type = type;
        All = members;
        _declaredTypes = [.. members.Select(member => member.Kind == MemberKind.Typed ? registry.EntryOf(member.Field.FieldType) : null)];
        (_salt, _words) = DistinctWords(type, members);
        _local = new ReadPlan(isLocal: true, [.. members.Select((member, index) => new ReadPlan.Step(index, member.Kind, null))]);
        foreach (var word in _words)
        {
            _fingerprint = (ushort)((_fingerprint * 31) + word);
        }
    }

    public Member[] All { get; }

    /// <param name="registry">Whose slots the members get.</param>
    /// <param name="type">The type.</param>
    /// <param name="include">Of the types that declare fields, those that count; the others' fields are not written.</param>
    /// <param name="slotOf">The slot of a field, or null to leave it out.</param>
    public static MemberList Of(CodecRegistry registry, TypeEntry type, Func<Type, bool> include, Func<FieldInfo, Slot?> slotOf)
    {
        var found = new List<(FieldInfo Field, Slot Slot, int Up)>();
        var up = 0;
        for (var declaring = type.Type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType, up++)
        {
            if (include(declaring))
            {
                found.InsertRange(0, DeclaredBy(declaring, slotOf).Select(field => (field.Field, field.Slot, up)));
            }
        }

        // Fields of one name in a class and its base are told apart by how far up they are.
        var taken = found.GroupBy(field => NameOf(field.Field), StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet();
        return new MemberList(registry, type, [.. found.Select(field => new Member(
            field.Field,
            NameOf(field.Field) is var name && field.Up > 0 && taken.Contains(name) ? $"{name}^{field.Up}" : name,
            field.Slot))]);
    }

    public void WriteSchema(GraphWriter writer)
    {
        if (!writer.Tolerant)
        {
            writer.WriteFixed16(_fingerprint);
            return;
        }

        writer.WriteUInt32(((uint)_words.Length << 1) | (_salt == 0 ? 0u : 1u));
        if (_salt != 0)
        {
            writer.WriteByte(_salt);
        }

        for (var i = 0; i < _words.Length; i++)
        {
            writer.WriteFixed16(_words[i]);
            if (_declaredTypes[i] is { } type)
            {
                writer.WriteType(type);
            }
        }
    }

    public ReadPlan ReadSchema(GraphReader reader)
    {
        if (!reader.Tolerant)
        {
            return reader.ReadFixed16() == _fingerprint
                ? _local
                : throw Refused.Because($"type [{_type.Name}] has other members on the other side; version-tolerance = on would bridge that");
        }

        var head = reader.ReadUInt32();
        var count = head >> 1;
        if (count > (uint)reader.Left / 2)
        {
            throw Refused.Truncated((int)count * 2, reader.Left);
        }

        var salt = (head & 1) == 0 ? (byte)0 : reader.ReadByte();
        var words = salt == _salt ? _words : [.. All.Select(member => member.WordFor(salt))];
        var steps = default(ReadPlan.Step[]);
        for (var i = 0; i < (int)count; i++)
        {
            var word = reader.ReadFixed16();
            var type = (MemberKind)(word & 7) == MemberKind.Typed ? reader.ReadType() : null;
            if (steps is null && i < words.Length && words[i] == word && type?.Name == _declaredTypes[i]?.Name)
            {
                continue;
            }

            // The first that differs from the members here.
            steps ??= [.. _local.Steps.AsSpan(0, i), .. new ReadPlan.Step[(int)count - i]];
            steps[i] = StepFor(word, type, words, reader);
        }

        return steps is null
            ? count == words.Length ? _local : new ReadPlan(isLocal: false, _local.Steps[..(int)count])
            : new ReadPlan(isLocal: false, steps);
    }

    /// <summary>Fills an object, or a boxed structure, from a payload whose members are not those here.</summary>
    public void ReadAsPlanned(GraphReader reader, ReadPlan plan, object target)
    {
        foreach (var step in plan.Steps)
        {
            if (step.Index >= 0)
            {
                var member = All[step.Index];
                member.ReadInto([member.Slot], reader, target);
            }
            else
            {
                reader.Skip(step.Kind, step.Unknown);
            }
        }
    }

    private ReadPlan.Step StepFor(ushort word, WireType? type, ushort[] words, GraphReader reader)
    {
        var index = Array.IndexOf(words, word);
        if (index >= 0 && type?.Name != _declaredTypes[index]?.Name)
        {
            index = -1;
        }

        return new ReadPlan.Step(
            index,
            (MemberKind)(word & 7),
            index < 0 && type is not null ? _registry.SlotOf(reader.Resolve(type).Type) : null);
    }

    private static IEnumerable<(FieldInfo Field, Slot Slot)> DeclaredBy(Type declaring, Func<FieldInfo, Slot?> slotOf)
    {
        const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in declaring.GetFields(Fields).OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            if (!field.IsDefined(typeof(NonSerializedAttribute)) && slotOf(field) is { } slot)
            {
                yield return (field, slot);
            }
        }
    }

    private static string NameOf(FieldInfo field)
    {
        var end = field.Name.IndexOf(">k__BackingField", StringComparison.Ordinal);
        return end > 0 ? field.Name[1..end] : field.Name;
    }

    /// <summary>The schema's words must differ within the type; a salt on the hash makes them so.</summary>
    private static (byte Salt, ushort[] Words) DistinctWords(TypeEntry type, Member[] members)
    {
        for (var salt = 0; salt <= byte.MaxValue; salt++)
        {
            ushort[] words = [.. members.Select(member => member.WordFor((byte)salt))];
            if (words.Distinct().Count() == words.Length)
            {
                return ((byte)salt, words);
            }
        }

        throw Refused.Because($"type [{type.Name}] has too many members: {members.Length}");
    }
}
