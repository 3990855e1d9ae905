using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Serialization.Graph.Codecs;
using Akka.Serialization.Graph.Members;
using Akka.Serialization.Graph.Types;
using Hyperion;

namespace Akka.Serialization.Graph;

/// <summary>What one serializer knows of types: their names, numbers, slots and codecs, each made once and found without a lock.</summary>
internal sealed class CodecRegistry
{
    private readonly ConcurrentDictionary<Type, TypeEntry> _entries = new();
    private readonly ConcurrentDictionary<Type, ObjectType> _objectTypes = new();
    private readonly ConcurrentDictionary<Type, Slot> _slots = new();
    private readonly Dictionary<Type, int> _provided;
    private readonly ITypeFilter? _filter;
    private readonly bool _allowFramework;
    private int _lastId;

    public CodecRegistry(ExtendedActorSystem system, CodecOptions options)
    {
        System = system;
        _filter = options.Filter;
        _allowFramework = !options.DisallowUnsafeTypes;
        _provided = options.KnownTypes.Distinct().Select((type, index) => (type, index)).ToDictionary(pair => pair.type, pair => pair.index);
        Wires = new WireTypes(this, options.KnownTypes.Distinct(), options.NameOverrides);
    }

    public ExtendedActorSystem System { get; }

    public WireTypes Wires { get; }

    public bool IsAllowed(string typeName) => _filter is null || _filter.IsAllowed(typeName);

    public TypeEntry EntryOf(Type type)
    {
        if (_entries.TryGetValue(type, out var entry))
        {
            return entry;
        }

        var tag = BuiltIns.TagOf(type);
        entry = TypeEntry.Make(this, Interlocked.Increment(ref _lastId), type, tag, tag == 0 ? _provided.GetValueOrDefault(type, -1) : -1);
        return _entries.GetOrAdd(type, entry);
    }

    /// <summary>The type under which an object is written; the object itself changes where it only stands for its elements.</summary>
    public TypeEntry EntryOfObject(ref object value)
    {
        var type = value.GetType();
        if (!_objectTypes.TryGetValue(type, out var objectType))
        {
            objectType = _objectTypes.GetOrAdd(type, MakeObjectType(type));
        }

        if (objectType.Convert is { } convert)
        {
            value = convert(value);
        }

        return objectType.Entry;
    }

    public Slot<T> SlotOf<T>() => (Slot<T>)SlotOf(typeof(T));

    public Slot SlotOf(Type type) => _slots.TryGetValue(type, out var slot) ? slot : _slots.GetOrAdd(type, MakeSlot(type));

    public BodyCodec MakeBody(TypeEntry entry)
    {
        var type = entry.Type;
        if (BuiltIns.BodyOf(this, type) is { } known)
        {
            return known;
        }

        if (type.IsSZArray)
        {
            return Make<BodyCodec>(typeof(ArrayCodec<>), [type.GetElementType()!], this);
        }

        if (type.IsArray)
        {
            return Make<BodyCodec>(typeof(MultiArrayCodec<>), [type.GetElementType()!], this, entry);
        }

        if (type.IsValueType)
        {
            return Make<BodyCodec>(typeof(BoxCodec<>), [type], SlotOf(type));
        }

        if (DerivedCollections.TryMake(this, entry) is { } derived)
        {
            return derived;
        }

        if (UnsafeTypes.ReasonAgainst(type, _allowFramework) is { } reason)
        {
            throw Refused.Because($"type [{entry.Name}] {reason}");
        }

        return typeof(Exception).IsAssignableFrom(type)
            ? new ExceptionCodec(this, entry)
            : new ObjectCodec(entry, MembersOf(entry, static _ => true), !BuiltIns.IsByFields(type));
    }

    public MemberList MembersOf(TypeEntry entry, Func<Type, bool> include) => MemberList.Of(this, entry, include, field =>
    {
        try
        {
            return SlotOf(field.FieldType);
        }
        catch (global::System.Runtime.Serialization.SerializationException e)
        {
            throw Refused.Because($"member [{field.Name}] of type [{entry.Name}] cannot be written: {e.Message}", e);
        }
    });

    /// <summary>Why objects of a declared type can never be written; null when they can, or when it depends on the object.</summary>
    public string? ReasonAgainst(Type type) => type.IsInterface || type.IsAbstract && !typeof(Delegate).IsAssignableFrom(type) || EntryOf(type).Tag != 0 || type.IsArray
        ? null
        : UnsafeTypes.ReasonAgainst(type, _allowFramework);

    private ObjectType MakeObjectType(Type type)
    {
        if (UnsafeTypes.ElementOfHiddenSequence(type) is { } element && BuiltInBaseOf(type) is null)
        {
            var toArray = typeof(Enumerable).GetMethod(nameof(Enumerable.ToArray))!.MakeGenericMethod(element);
            return new ObjectType(EntryOf(element.MakeArrayType()), value => toArray.Invoke(null, [value])!);
        }

        return new ObjectType(EntryOf(BuiltInBaseOf(type) ?? type), null);
    }

    /// <summary>The public type behind which the framework hides several.</summary>
    private static Type? BuiltInBaseOf(Type type)
    {
        if (typeof(Type).IsAssignableFrom(type))
        {
            return typeof(Type);
        }

        for (var candidate = type; candidate is not null && candidate != typeof(object) && !type.IsVisible; candidate = candidate.BaseType)
        {
            if (candidate == typeof(JsonNode) || candidate == typeof(IPAddress) || candidate == typeof(CultureInfo)
                || (candidate.IsGenericType && BuiltIns.TagOf(candidate.GetGenericTypeDefinition()) != 0))
            {
                return candidate;
            }
        }

        return typeof(JsonNode).IsAssignableFrom(type) ? typeof(JsonNode) : null;
    }

    private Slot MakeSlot(Type type)
    {
        if (type == typeof(string))
        {
            return new StringSlot();
        }

        if (type.IsPointer || type.IsByRefLike || type.IsFunctionPointer)
        {
            throw Refused.Because($"type [{type}] is a pointer or holds one");
        }

        if (!type.IsValueType)
        {
            return Make<Slot>(typeof(ObjectSlot<>), [type], this);
        }

        if (BuiltIns.SlotOf(this, type) is { } known)
        {
            return known;
        }

        if (type.IsEnum)
        {
            return Make<Slot>(typeof(EnumSlot<>), [type]);
        }

        var entry = EntryOf(type);
        if (UnsafeTypes.ReasonAgainst(type, _allowFramework) is { } reason)
        {
            throw Refused.Because($"type [{entry.Name}] {reason}");
        }

        return Make<Slot>(typeof(StructSlot<>), [type], entry, MembersOf(entry, static _ => true), !UnsafeTypes.IsFramework(type));
    }

    private static T Make<T>(Type definition, Type[] arguments, params object[] values) => (T)Activator.CreateInstance(
        definition.MakeGenericType(arguments), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, values, null)!;

    private sealed record ObjectType(TypeEntry Entry, Func<object, object>? Convert);
}
