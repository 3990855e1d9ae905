using Akka.Actor.Setup;

namespace Akka.Serialization.Hyperion;

/// <summary>Settings of the <see cref="HyperionSerializer"/> given in code: what is set here wins over the configuration.</summary>
public class HyperionSerializerSetup : Setup
{
    public static readonly HyperionSerializerSetup Empty = new();

    private HyperionSerializerSetup()
    {
    }

    private HyperionSerializerSetup(HyperionSerializerSetup other)
    {
        PreserveObjectReferences = other.PreserveObjectReferences;
        VersionTolerance = other.VersionTolerance;
        KnownTypesProvider = other.KnownTypesProvider;
        PackageNameOverrides = other.PackageNameOverrides;
        DisallowUnsafeType = other.DisallowUnsafeType;
        TypeFilter = other.TypeFilter;
    }

    public bool? PreserveObjectReferences { get; private init; }

    public bool? VersionTolerance { get; private init; }

    public Type? KnownTypesProvider { get; private init; }

    public IEnumerable<Func<string, string>>? PackageNameOverrides { get; private init; }

    public bool? DisallowUnsafeType { get; private init; }

    public global::Hyperion.ITypeFilter? TypeFilter { get; private init; }

    public static HyperionSerializerSetup Create(bool preserveObjectReferences, bool versionTolerance, Type knownTypesProvider) => new()
    {
        PreserveObjectReferences = preserveObjectReferences,
        VersionTolerance = versionTolerance,
        KnownTypesProvider = knownTypesProvider,
    };

    public static HyperionSerializerSetup Create(
        bool preserveObjectReferences,
        bool versionTolerance,
        Type knownTypesProvider,
        IEnumerable<Func<string, string>> packageNameOverrides) => new()
        {
            PreserveObjectReferences = preserveObjectReferences,
            VersionTolerance = versionTolerance,
            KnownTypesProvider = knownTypesProvider,
            PackageNameOverrides = packageNameOverrides,
        };

    public HyperionSerializerSetup WithPreserveObjectReference(bool preserveObjectReference) =>
        new(this) { PreserveObjectReferences = preserveObjectReference };

    public HyperionSerializerSetup WithVersionTolerance(bool versionTolerance) => new(this) { VersionTolerance = versionTolerance };

    public HyperionSerializerSetup WithKnownTypeProvider<T>() => WithKnownTypeProvider(typeof(T));

    public HyperionSerializerSetup WithKnownTypeProvider(Type knownTypeProvider) => new(this) { KnownTypesProvider = knownTypeProvider };

    public HyperionSerializerSetup WithPackageNameOverrides(IEnumerable<Func<string, string>> packageNameOverrides) =>
        new(this) { PackageNameOverrides = packageNameOverrides };

    public HyperionSerializerSetup WithDisallowUnsafeType(bool disallowUnsafeType) => new(this) { DisallowUnsafeType = disallowUnsafeType };

    public HyperionSerializerSetup WithTypeFilter(global::Hyperion.ITypeFilter typeFilter) => new(this) { TypeFilter = typeFilter };

    internal HyperionSerializerSettings ApplyTo(HyperionSerializerSettings settings) => settings
        .WithPreserveObjectReference(PreserveObjectReferences ?? settings.PreserveObjectReferences)
        .WithVersionTolerance(VersionTolerance ?? settings.VersionTolerance)
        .WithKnownTypesProvider(KnownTypesProvider ?? settings.KnownTypesProvider)
        .WithPackageNameOverrides(PackageNameOverrides ?? settings.PackageNameOverrides)
        .WithDisallowUnsafeType(DisallowUnsafeType ?? settings.DisallowUnsafeType)
        .WithTypeFilter(TypeFilter ?? settings.TypeFilter);
}
