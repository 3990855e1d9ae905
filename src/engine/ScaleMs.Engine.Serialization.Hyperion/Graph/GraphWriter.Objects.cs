using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Serialization.Graph.Types;
using Akka.Util;

namespace Akka.Serialization.Graph;

internal sealed partial class GraphWriter
{
    private readonly ReferenceTable _references = new();
    private PayloadTypes _types;
    private bool _preserveReferences;
    private int _depth;

    public bool Tolerant { get; private set; }

    public void Begin(bool preserveReferences, bool tolerant)
    {
        _position = 0;
        _depth = 0;
        _preserveReferences = preserveReferences;
        Tolerant = tolerant;
        _types.Clear();
        WriteByte((byte)(Wire.Version | (preserveReferences ? Wire.ReferencesFlag : 0) | (tolerant ? Wire.ToleranceFlag : 0)));
    }

    /// <summary>Lets go of what was written, which must not live as long as this writer.</summary>
    public void End()
    {
        _references.Clear();
        if (_buffer.Length > RetainedCapacity)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(InitialCapacity);
        }
    }

    public void WriteObject(object? value)
    {
        if (value is null)
        {
            WriteByte((byte)Wire.Null);
            return;
        }

        if (++_depth > Wire.MaxDepth)
        {
            throw Refused.Because(
                $"the object graph is more than {Wire.MaxDepth} deep at a [{value.GetType()}]"
                + (_preserveReferences ? string.Empty : "; if it has cycles, set preserve-object-references = on"));
        }

        if ((_depth & 31) == 0)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }

        if (value is ISurrogated surrogated)
        {
            WriteSurrogate(surrogated);
        }
        else
        {
            WriteTyped(value);
        }

        _depth--;
    }

    /// <summary>Says which type it is: by number, by its place among those already named in this payload, or in words.</summary>
    public void WriteType(TypeEntry type)
    {
        if (type.Tag != 0)
        {
            WriteUInt32(type.Tag);
            return;
        }

        if (_types.TryGetIndex(type.Id, out var index))
        {
            WriteUInt32(Wire.FirstInPayload + (uint)index);
            return;
        }

        switch (type.Shape)
        {
            case TypeShape.Named:
                WriteByte((byte)Wire.NamedType);
                WriteBytes(type.WireName);
                break;
            case TypeShape.Generic:
                WriteByte((byte)Wire.GenericType);
                foreach (var part in type.Parts)
                {
                    WriteType(part);
                }

                break;
            case TypeShape.Array:
                WriteByte((byte)Wire.ArrayType);
                WriteType(type.Parts[0]);
                break;
            case TypeShape.MultiArray:
                WriteByte((byte)Wire.MultiArrayType);
                WriteByte((byte)type.Rank);
                WriteType(type.Parts[0]);
                break;
            default:
                WriteByte((byte)Wire.ProvidedType);
                WriteUInt32((uint)type.ProvidedIndex);
                break;
        }

        _types.Add(type.Id);
    }

    /// <summary>True once for each type and payload: the time to write its schema.</summary>
    public bool NeedsSchema(TypeEntry type) => _types.MarkSchema(type.Id);

    private void WriteTyped(object value)
    {
        var type = _registry.EntryOfObject(ref value);
        var body = type.Body;
        if (_preserveReferences && body.Tracked && WriteReference(value))
        {
            return;
        }

        WriteType(type);
        body.Write(this, value);
    }

    private void WriteSurrogate(ISurrogated value)
    {
        if (_preserveReferences && WriteReference(value))
        {
            return;
        }

        var surrogate = value.ToSurrogate(_registry.System);
        if (surrogate is ActorRefBase.Surrogate actorRef)
        {
            WriteByte((byte)Wire.ActorRef);
            WriteString(actorRef.Path);
            return;
        }

        WriteByte((byte)Wire.Surrogate);
        if (surrogate is ISurrogated)
        {
            throw Refused.Because($"the surrogate of a [{value.GetType()}], a [{surrogate.GetType()}], has a surrogate itself");
        }

        WriteObject(surrogate);
    }

    private bool WriteReference(object value)
    {
        if (!_references.TryAdd(value, out var index))
        {
            WriteByte((byte)Wire.BackReference);
            WriteUInt32((uint)index);
            return true;
        }

        return false;
    }
}
