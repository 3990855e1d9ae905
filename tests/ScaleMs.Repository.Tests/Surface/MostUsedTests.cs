using System.Reflection;

namespace ScaleMs.Repository.Tests.Surface;

/// <summary>What programs use most of Akka.NET is here, to the last member and overload.</summary>
public class MostUsedTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly Dictionary<string, Type> Types = SurfaceTests.Engine
        .SelectMany(static assembly => assembly.GetExportedTypes())
        .ToDictionary(static type => PublicSurface.Name(type));

    [Fact]
    public void Every_type_is_there()
    {
        var missing = MostUsed.List.Where(static use => !Types.ContainsKey(use.Type)).Select(static use => use.Type);
        Assert.Empty(missing);
        Assert.Equal(220, MostUsed.List.Count);
    }

    [Fact]
    public void Every_member_is_there()
    {
        var names = MostUsed.List.SelectMany(static use => use.Names.Select(name => (use.Type, Name: name))).ToArray();
        var missing = names.Where(static use => use.Name != MostUsed.TheTypeItself && !Has(Types[use.Type], use.Name)).Select(static use => $"{use.Type}.{use.Name}");
        Assert.Empty(missing);
        Assert.Equal(654, names.Length);
    }

    [Fact]
    public void Every_overload_of_them_is_there()
    {
        var declared = SurfaceTests.Engine.SelectMany(PublicSurface.Of).ToHashSet();
        var used = MostUsed.List.ToDictionary(static use => use.Type, static use => use.Names.ToHashSet());
        var missing = SurfaceTests.Reference
            .Where(line => used.TryGetValue(PublicSurface.TypeOf(line), out var names) && PublicSurface.MemberOf(line) is { } member && names.Contains(member))
            .Where(line => !declared.Contains(line) && !Overrides(line));
        Assert.Empty(missing);
    }

    /// <summary>The reference list has an override under the type that overrides, the engine's under the one that declares.</summary>
    private static bool Overrides(string line) =>
        Types[PublicSurface.TypeOf(line)].GetMember(PublicSurface.MemberOf(line)!, All) is { Length: > 0 } members
        && members.Any(static member => member is MethodInfo method ? method.GetBaseDefinition() != method
            : member is PropertyInfo { GetMethod: { } get } && get.GetBaseDefinition() != get);

    private static bool Has(Type type, string name)
    {
        var types = type.IsInterface ? [type, .. type.GetInterfaces()] : new[] { type };
        return types.Any(t => t.GetMember(name, All).Any(IsVisible)
            || t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(All)).Any(method => method.GetParameters().Any(parameter => parameter.Name == name)));
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(static accessor => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        Type nested => nested.IsNestedPublic || nested.IsNestedFamily || nested.IsNestedFamORAssem,
        _ => true,
    };
}
