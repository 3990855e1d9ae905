using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Serialization.Graph.Members;
using Akka.Serialization.Graph.Types;
using Akka.Util;

namespace Akka.Serialization.Graph;

internal sealed partial class GraphReader
{
    // Past this many, the tables are given back with the payload that needed them.
    private const int Retained = 4096;

    private object?[] _objects = new object?[16];
    private int _objectCount;
    private WireType[] _types = new WireType[8];
    private int _typeCount;
    private (int Stamp, ReadPlan Plan)[] _plans = [];
    private int _stamp;
    private bool _preserveReferences;
    private int _depth;

    public bool Tolerant { get; private set; }

    public void Begin(byte[] payload)
    {
        _buffer = payload;
        _position = 0;
        _depth = 0;
        _stamp++;
        var header = ReadByte();
        if ((header & Wire.VersionMask) != Wire.Version)
        {
            throw Refused.Because($"the payload starts with {header:X2}, which no version of this format does");
        }

        _preserveReferences = (header & Wire.ReferencesFlag) != 0;
        Tolerant = (header & Wire.ToleranceFlag) != 0;
    }

    public void End()
    {
        _buffer = [];
        if (_objects.Length > Retained || _types.Length > Retained)
        {
            (_objects, _types) = (new object?[16], new WireType[8]);
        }

        Array.Clear(_objects, 0, Math.Min(_objectCount, _objects.Length));
        Array.Clear(_types, 0, Math.Min(_typeCount, _types.Length));
        _objectCount = _typeCount = 0;
    }

    /// <param name="expected">The declared type of what the object goes into, or null.</param>
    public object? ReadObject(TypeEntry? expected)
    {
        var tag = ReadUInt32();
        switch (tag)
        {
            case Wire.Null:
                return null;
            case Wire.BackReference:
                return ReadBackReference();
        }

        if (++_depth > Wire.MaxDepth)
        {
            throw Refused.Because($"the object graph is more than {Wire.MaxDepth} deep");
        }

        if ((_depth & 31) == 0)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }

        var value = tag is Wire.Surrogate or Wire.ActorRef ? ReadSurrogated(tag) : ReadTyped(tag, expected);
        _depth--;
        return value;
    }

    /// <summary>What <see cref="GraphWriter.WriteType"/> wrote; not loaded yet.</summary>
    public WireType ReadType() => ReadType(ReadUInt32(), 0);

    public void Keep(int reference, object value)
    {
        if (reference >= 0)
        {
            _objects[reference] = value;
        }
    }

    /// <summary>How the members of this type stand in this payload; read with the first object of the type.</summary>
    public ReadPlan PlanOf(TypeEntry type, MemberList members)
    {
        if (type.Id < _plans.Length && _plans[type.Id].Stamp == _stamp)
        {
            return _plans[type.Id].Plan;
        }

        if (type.Id >= _plans.Length)
        {
            Array.Resize(ref _plans, Math.Max(64, (type.Id + 1) * 2));
        }

        var plan = members.ReadSchema(this);
        _plans[type.Id] = (_stamp, plan);
        return plan;
    }

    /// <summary>Passes over a member that the type here does not have; the objects in it are made, as later ones may refer to them.</summary>
    public void Skip(MemberKind kind, Slot? unknown)
    {
        switch (kind)
        {
            case MemberKind.Unsigned or MemberKind.Signed:
                ReadUInt64();
                break;
            case MemberKind.Byte:
                ReadByte();
                break;
            case MemberKind.Single:
                Take(sizeof(float));
                break;
            case MemberKind.Double:
                Take(sizeof(double));
                break;
            case MemberKind.String:
                ReadString();
                break;
            case MemberKind.Object:
                ReadObject(null);
                break;
            default:
                unknown!.Skip(this);
                break;
        }
    }

    public TypeEntry Resolve(WireType type, TypeEntry? expected = null) => type.Resolve(_registry, expected);

    private object ReadTyped(uint tag, TypeEntry? expected)
    {
        var type = ReadType(tag, 0).Resolve(_registry, expected);
        var body = type.Body;
        var reference = body.Tracked ? Reserve() : -1;
        var value = body.Read(this, reference);
        Keep(reference, value);
        return value;
    }

    private object? ReadSurrogated(uint tag)
    {
        var reference = Reserve();
        var surrogate = tag == Wire.ActorRef ? new ActorRefBase.Surrogate(ReadText()) : ReadObject(null);
        var value = surrogate is ISurrogate stand
            ? stand.FromSurrogate(_registry.System)
            : throw Refused.Because($"a [{surrogate?.GetType().ToString() ?? "null"}] is where a surrogate must be");
        Keep(reference, value);
        return value;
    }

    private object ReadBackReference()
    {
        var index = ReadUInt32();
        return index < (uint)_objectCount && _objects[index] is { } value
            ? value
            : throw Refused.Because($"reference {index} leads nowhere, or into a cycle through an object that cannot be made before its parts");
    }

    private int Reserve()
    {
        if (!_preserveReferences)
        {
            return -1;
        }

        if (_objectCount == _objects.Length)
        {
            Array.Resize(ref _objects, _objectCount * 2);
        }

        return _objectCount++;
    }

    private WireType ReadType(uint tag, int depth)
    {
        if (depth > Wire.MaxTypeDepth)
        {
            throw Refused.Because($"a type is nested more than {Wire.MaxTypeDepth} deep");
        }

        if (tag >= Wire.FirstInPayload)
        {
            var index = tag - Wire.FirstInPayload;
            return index < (uint)_typeCount ? _types[index] : throw Refused.Because($"type {index} of the payload is not defined");
        }

        if (tag >= Wire.FirstBuiltIn)
        {
            return _registry.Wires.BuiltIn(tag);
        }

        var type = tag switch
        {
            Wire.NamedType => ReadNamedType(),
            Wire.GenericType => ReadGenericType(depth),
            Wire.ArrayType => _registry.Wires.Array(ReadType(ReadUInt32(), depth + 1), 1, multi: false),
            Wire.MultiArrayType => ReadMultiArrayType(depth),
            Wire.ProvidedType => _registry.Wires.Provided(ReadUInt32()),
            _ => throw Refused.Because($"{tag} is not the tag of a type"),
        };
        if (_typeCount == _types.Length)
        {
            Array.Resize(ref _types, _typeCount * 2);
        }

        return _types[_typeCount++] = type;
    }

    private WireType ReadNamedType()
    {
        var start = _position;
        var mark = ReadUInt32();
        var length = mark >> 1;
        if (length > (uint)Left * 2)
        {
            throw Refused.Truncated((int)length, Left);
        }

        var packed = (mark & 1) != 0;
        var text = Take(packed ? SixBit.PackedLength((int)length) : (int)length);
        return _registry.Wires.Named(_buffer.AsSpan(start.._position), text, packed ? (int)length : -1);
    }

    private WireType ReadGenericType(int depth)
    {
        var definition = ReadType(ReadUInt32(), depth + 1);
        var arguments = new WireType[definition.Arity];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = ReadType(ReadUInt32(), depth + 1);
        }

        return _registry.Wires.Generic(definition, arguments);
    }

    private WireType ReadMultiArrayType(int depth)
    {
        var rank = ReadByte();
        return rank is > 0 and <= 32
            ? _registry.Wires.Array(ReadType(ReadUInt32(), depth + 1), rank, multi: true)
            : throw Refused.Because($"an array cannot have {rank} dimensions");
    }
}
