using System.Reflection;
using Akka.Serialization.Graph.Members;
using Akka.Serialization.Graph.Types;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>
/// A program's own class on top of a framework collection: its elements, which are added one by one to a new one, and its own
/// fields. It must have a constructor without parameters.
/// </summary>
internal static class DerivedCollections
{
    public static BodyCodec? TryMake(CodecRegistry registry, TypeEntry type)
    {
        for (var from = type.Type.BaseType; from is not null && from != typeof(object); from = from.BaseType)
        {
            if (from.IsConstructedGenericType && BuiltIns.TagOf(from.GetGenericTypeDefinition()) != 0 && ElementOf(from) is { } element)
            {
                return type.Type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } constructor
                    ? (BodyCodec)Activator.CreateInstance(
                        typeof(DerivedCollectionCodec<>).MakeGenericType(element),
                        BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions,
                        null,
                        [registry, type, constructor],
                        null)!
                    : throw Refused.Because($"type [{type.Name}] derives from [{from}] and has no constructor without parameters");
            }
        }

        return null;
    }

    private static Type? ElementOf(Type collection) => collection.GetInterfaces()
        .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ICollection<>))?.GetGenericArguments()[0];
}

/// <inheritdoc cref="DerivedCollections"/>
internal sealed class DerivedCollectionCodec<T>(CodecRegistry registry, TypeEntry type, ConstructorInfo constructor) : BodyCodec
{
    private readonly Slot<T> _slot = registry.SlotOf<T>();

    private readonly MemberAccess _access =
        new(type, registry.MembersOf(type, static declaring => !UnsafeTypes.IsFramework(declaring)));

    public override void Write(GraphWriter writer, object value)
    {
        T[] items = [.. (IEnumerable<T>)value];
        writer.WriteUInt32((uint)items.Length);
        foreach (var item in items)
        {
            _slot.Write(writer, item);
        }

        _access.Write(writer, value);
    }

    public override object Read(GraphReader reader, int reference)
    {
        var count = reader.ReadCount();
        var collection = (ICollection<T>)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);
        reader.Keep(reference, collection);
        for (var i = 0; i < count; i++)
        {
            collection.Add(_slot.Read(reader));
        }

        _access.Read(reader, collection);
        return collection;
    }
}
