using System.Globalization;
using System.Reflection;

namespace ScaleMs.Repository.Tests.Surface;

/// <summary>
/// The public and protected surface of assemblies, one line a member, in the form of the reference list: types with their kind,
/// base and interfaces, members with their full types, parameter names and defaults.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetTypes()
        .Where(static type => IsVisible(type) && (type.Namespace == "Akka" || type.Namespace?.StartsWith("Akka.", StringComparison.Ordinal) == true))
        .SelectMany(Of);

    /// <summary>Name of the type that a line of the list is about.</summary>
    public static string TypeOf(string line)
    {
        var member = line.IndexOf(" :: ", StringComparison.Ordinal);
        return line[..(member >= 0 ? member : line.IndexOf(" : ", StringComparison.Ordinal))];
    }

    /// <summary>Name of the member that a line of the list is about, or null for a line about a type.</summary>
    public static string? MemberOf(string line)
    {
        var member = line.IndexOf(" :: ", StringComparison.Ordinal);
        if (member < 0)
        {
            return null;
        }

        var declaration = line[(member + 4)..];
        if (declaration.IndexOf('(', StringComparison.Ordinal) is var parameters and >= 0)
        {
            declaration = declaration[..parameters];
        }
        else if (declaration.IndexOf(" {", StringComparison.Ordinal) is var accessors and >= 0)
        {
            declaration = declaration[..accessors];
        }

        return declaration[(LastTopLevelBlank(declaration) + 1)..].Split('<', '[')[0] is var name and not "new" ? name : ".ctor";
    }

    private static int LastTopLevelBlank(string declaration)
    {
        var depth = 0;
        for (var i = declaration.Length - 1; i >= 0; i--)
        {
            depth += declaration[i] switch { '>' => 1, '<' => -1, _ => 0 };
            if (depth == 0 && declaration[i] == ' ')
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsVisible(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static IEnumerable<string> Of(Type type)
    {
        var name = Name(type);
        yield return $"{name} : {Kind(type)}";
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) && !typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name} : base {Name(parent)}";
        }

        foreach (var implemented in type.GetInterfaces().Where(IsVisible))
        {
            yield return $"{name} : implements {Name(implemented)}";
        }

        foreach (var line in type.GetMembers(Declared).Select(Line).OfType<string>())
        {
            yield return $"{name} :: {line}";
        }
    }

    private static string Kind(Type type) =>
        type.IsInterface ? "interface"
        : type.IsEnum ? "enum"
        : type.IsValueType ? "struct"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when Access(constructor) is { } access => $"{access}new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method when Overrides(method) => null,
        MethodInfo method when Access(method) is { } access => $"{access}{Modifier(method)}{Name(method.ReturnType)} {MethodName(method)}({Parameters(method)})",
        PropertyInfo property => Line(property),
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly =>
            $"{(field.IsPublic ? "" : "protected ")}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo { AddMethod: { } add } occurrence when Access(add) is { } access => $"{access}event {Name(occurrence.EventHandlerType!)} {occurrence.Name}",
        _ => null,
    };

    private static string? Line(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(static accessor => Access(accessor) is not null).ToArray();
        if (accessors.Length == 0 || Overrides(accessors[0]))
        {
            return null;
        }

        var first = property.GetMethod is { } get && Access(get) is not null ? get : accessors[0];
        var parts = (first == property.GetMethod ? "get; " : "") + (property.SetMethod is { } set && Access(set) is not null ? "set; " : "");
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(static parameter => Name(parameter.ParameterType)))}]" : "";
        return $"{Access(first)}{Modifier(first)}{Name(property.PropertyType)} {property.Name}{index} {{ {parts}}}";
    }

    private static string? Access(MethodBase method) => method.IsPublic ? "" : method.IsFamily || method.IsFamilyOrAssembly ? "protected " : null;

    /// <summary>An override adds nothing to what its base declares, which is checked there.</summary>
    private static bool Overrides(MethodInfo method) => method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    private static string Modifier(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.IsAbstract ? "abstract "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual "
        : "";

    private static string MethodName(MethodInfo method) =>
        method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(static argument => argument.Name))}>" : method.Name;

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(static parameter =>
    {
        var type = parameter.ParameterType;
        var direction = !type.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return $"{direction}{Name(type.IsByRef ? type.GetElementType()! : type)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : "")}";
    }));

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "null",
        string text => $"\"{text}\"",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Full name of a type as the list writes it.</summary>
    public static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var arguments = type.GetGenericArguments();
        var used = 0;
        var chain = new Stack<Type>();
        for (var part = type; part is not null; part = part.DeclaringType)
        {
            chain.Push(part);
        }

        var name = type.Namespace ?? "";
        foreach (var part in chain)
        {
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            name += $"{(name.Length == 0 ? "" : ".")}{(tick < 0 ? part.Name : part.Name[..tick])}";
            if (tick >= 0)
            {
                var count = int.Parse(part.Name.AsSpan(tick + 1), CultureInfo.InvariantCulture);
                name += $"<{string.Join(", ", arguments.Skip(used).Take(count).Select(Name))}>";
                used += count;
            }
        }

        return name;
    }
}
