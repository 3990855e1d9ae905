using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ScaleMs.Actors.Contracts.Json.Values;

/// <summary>
/// Transfers an object completely: members with a private setter or none are set too, computed ones are compared, and an object of a
/// type derived from the declared one is refused.
/// </summary>
internal static class MemberContract
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static void Apply(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && Nullable.GetUnderlyingType(type.Type) is null)
        {
            if (type.Properties.Count == 0 && Fields(type.Type).Any())
            {
                throw new NotSupportedException($"{type.Type} has no public member, so its content would be lost");
            }

            for (var i = 0; i < type.Properties.Count; i++)
            {
                if (type.Properties[i] is { Get: not null, Set: null } member)
                {
                    MakeSettable(type, i, member);
                }
            }

            RefuseDerived(type);
        }
        else if (type.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary && OwnMember(type.Type) is { } lost)
        {
            throw new NotSupportedException($"{type.Type} is sent as its elements, and its member '{lost}' would be lost");
        }
    }

    private static void MakeSettable(JsonTypeInfo type, int index, JsonPropertyInfo member)
    {
        switch (member.AttributeProvider)
        {
            case FieldInfo field:
                member.Set = field.SetValue;
                break;
            case PropertyInfo { SetMethod: not null } property:
                member.Set = property.SetValue;
                break;
            case PropertyInfo property when BackingField(property) is { } field:
                member.Set = field.SetValue;
                break;
            case PropertyInfo property when !IsOfConstructor(type.Type, property):
                type.Properties[index] = ComputedMembers.Of(type, member);
                break;
        }
    }

    private static FieldInfo? BackingField(PropertyInfo property) => property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Instance);

    /// <summary>True if the serializer passes the member's value to the constructor.</summary>
    private static bool IsOfConstructor(Type type, PropertyInfo property)
    {
        var constructors = type.GetConstructors();
        var used = constructors.FirstOrDefault(static constructor => constructor.IsDefined(typeof(JsonConstructorAttribute)))
            ?? (constructors is [var only] && (!type.IsValueType || IsPair(type)) ? only : null);
        return used is not null && used.GetParameters().Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The one struct that the serializer creates through its constructor without an attribute.</summary>
    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    /// <summary>The serializer writes only the members of the declared type, unless that type lists its derived types.</summary>
    private static void RefuseDerived(JsonTypeInfo type)
    {
        if (type.Type.IsSealed || type.PolymorphismOptions is not null)
        {
            return;
        }

        var before = type.OnSerializing;
        type.OnSerializing = value =>
        {
            if (value.GetType() != type.Type)
            {
                throw new NotSupportedException(
                    $"there is a {value.GetType()} where {type.Type} is declared, and its own members would be lost; [JsonDerivedType] on {type.Type.Name} allows it to be sent");
            }

            before?.Invoke(value);
        };
    }

    /// <summary>A member that a user's collection class adds.</summary>
    private static string? OwnMember(Type type) => type.IsArray || IsOfBaseLibrary(type)
        ? null
        : type.GetProperties().Where(static property => property.GetIndexParameters().Length == 0 && !IsOfBaseLibrary(property.DeclaringType!))
            .Where(static property => property.CanWrite || BackingField(property) is not null)
            .Select(static property => property.Name)
            .Concat(type.GetFields().Where(static field => !field.IsStatic && !IsOfBaseLibrary(field.DeclaringType!)).Select(static field => field.Name))
            .FirstOrDefault();

    private static bool IsOfBaseLibrary(Type type) => type.Assembly.GetName().Name is { } name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "mscorlib");

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Instance | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
