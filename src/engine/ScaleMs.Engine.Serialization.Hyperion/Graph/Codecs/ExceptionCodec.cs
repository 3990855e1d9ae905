using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Akka.Serialization.Graph.Members;
using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>
/// An exception: message, stack trace, source, help link, result code, data, inner exception, and the fields of its own class. What
/// cannot travel in the data or in a framework class's fields is left out or becomes its text: the report of a failure must arrive.
/// </summary>
internal sealed class ExceptionCodec : BodyCodec
{
    private readonly TypeEntry _type;
    private readonly MemberAccess _access;
    private readonly CodecRegistry _registry;

    public ExceptionCodec(CodecRegistry registry, TypeEntry type)
    {
        _type = type;
        _registry = registry;
        _access = new MemberAccess(type, MemberList.Of(registry, type, static declaring => declaring != typeof(Exception), SlotOf));
    }

    public override void Write(GraphWriter writer, object value)
    {
        var exception = (Exception)value;
        writer.WriteString(Message(exception));
        writer.WriteString(exception.StackTrace);
        writer.WriteString(Source(exception));
        writer.WriteString(exception.HelpLink);
        writer.WriteInt32(exception.HResult);
        writer.WriteObject(exception.InnerException);
        WriteData(writer, exception.Data);
        _access.Write(writer, value);
    }

    public override object Read(GraphReader reader, int reference)
    {
        var exception = (Exception)RuntimeHelpers.GetUninitializedObject(_type.Type);
        reader.Keep(reference, exception);
        Message(exception) = reader.ReadString();
        RemoteStackTrace(exception) = reader.ReadString();
        Source(exception) = reader.ReadString();
        exception.HelpLink = reader.ReadString();
        exception.HResult = reader.ReadInt32();
        InnerException(exception) = reader.ReadObject(null) switch
        {
            null => null,
            Exception inner => inner,
            var other => throw Refused.Because($"a [{other.GetType()}] is where an inner exception must be"),
        };
        for (var left = reader.ReadCount(bytesEach: 2); left > 0; left--)
        {
            var key = reader.ReadObject(null) ?? throw Refused.Because("a key of an exception's data is null");
            exception.Data[key] = reader.ReadObject(null);
        }

        _access.Read(reader, exception);
        return exception;
    }

    private static void WriteData(GraphWriter writer, IDictionary data)
    {
        writer.WriteUInt32((uint)data.Count);
        foreach (DictionaryEntry entry in data)
        {
            writer.WriteObject(Portable(entry.Key));
            writer.WriteObject(entry.Value is null ? null : Portable(entry.Value));
        }
    }

    private static object Portable(object value) => BuiltIns.TagOf(value.GetType()) != 0 ? value : value.ToString() ?? string.Empty;

    private Slot? SlotOf(FieldInfo field)
    {
        var type = field.FieldType;
        if (type == typeof(object) && UnsafeTypes.IsFramework(field.DeclaringType!))
        {
            return new PortableSlot();
        }

        if (!type.IsValueType && UnsafeTypes.IsFramework(field.DeclaringType!)
            && type != typeof(string) && !typeof(Exception).IsAssignableFrom(type) && type != typeof(Exception[]))
        {
            return null;
        }

        try
        {
            return _registry.ReasonAgainst(type) is null ? _registry.SlotOf(type) : null;
        }
        catch (SerializationException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? Message(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_source")]
    private static extern ref string? Source(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerException(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_remoteStackTraceString")]
    private static extern ref string? RemoteStackTrace(Exception exception);

    private sealed class PortableSlot : Slot<object?>
    {
        public override MemberKind Kind => MemberKind.Object;

        public override void Write(GraphWriter writer, object? value) => writer.WriteObject(value is null ? null : Portable(value));

        public override object? Read(GraphReader reader) => reader.ReadObject(null);
    }
}
