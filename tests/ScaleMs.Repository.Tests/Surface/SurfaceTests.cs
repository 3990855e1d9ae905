using System.Reflection;

namespace ScaleMs.Repository.Tests.Surface;

/// <summary>
/// The engine is a subset of Akka.NET: what it declares in an <c>Akka</c> namespace stands, with the same shape, in the list of
/// Akka.NET 1.5.30's public surface (made from that version by reflection; kept here for the types that the engine has).
/// </summary>
public class SurfaceTests
{
    internal static readonly Assembly[] Engine =
    [
        typeof(Akka.Actor.ActorSystem).Assembly,
        typeof(Akka.Remote.RemoteActorRefProvider).Assembly,
        typeof(Akka.Cluster.Cluster).Assembly,
        typeof(Akka.Serialization.HyperionSerializer).Assembly,
        typeof(Akka.TestKit.Xunit2.TestKit).Assembly,
    ];

    internal static readonly HashSet<string> Reference =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", "akka-1.5.30-surface.txt"))];

    [Fact]
    public void What_the_engine_declares_is_akkas()
    {
        var surplus = Engine.SelectMany(PublicSurface.Of).Where(static line => !Reference.Contains(line)).Order(StringComparer.Ordinal).ToArray();
        Assert.True(surplus.Length == 0, $"{surplus.Length} lines are not in the reference:\n{string.Join('\n', surplus)}");
    }

    [Fact]
    public void Outside_the_akka_namespaces_only_its_own_and_the_type_filter_are_public()
    {
        var others = Engine.SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type.Namespace is not "Akka" && type.Namespace?.StartsWith("Akka.", StringComparison.Ordinal) != true
                && type.Namespace?.StartsWith("ScaleMs.Engine", StringComparison.Ordinal) != true)
            .Select(static type => type.FullName);
        Assert.Equal(["Hyperion.ITypeFilter"], others);
    }

    [Fact]
    public void The_list_is_kept_for_the_engines_types_only()
    {
        var types = Engine.SelectMany(PublicSurface.Of).Select(PublicSurface.TypeOf).ToHashSet();
        Assert.Subset(types, Reference.Select(PublicSurface.TypeOf).ToHashSet());
    }
}
