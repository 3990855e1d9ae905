using Akka.Configuration;
using Akka.Serialization.Graph.Types;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>The section <c>akka.actor.serialization-settings.hyperion</c>.</summary>
public sealed class HyperionSerializerSettings
{
    public static readonly HyperionSerializerSettings Default = new(
        preserveObjectReferences: true, versionTolerance: true, knownTypesProvider: typeof(NoKnownTypes));

#pragma warning disable CA1051 // public fields of these names are part of the public API

    /// <summary>Shared objects stay shared and cycles are possible. Without, a graph is a tree, and smaller and faster.</summary>
    public readonly bool PreserveObjectReferences;

    /// <summary>Types may have other members on the other side: unknown ones are skipped, missing ones keep their default.</summary>
    public readonly bool VersionTolerance;

    /// <summary>An <see cref="IKnownTypesProvider"/>.</summary>
    public readonly Type KnownTypesProvider;

    /// <summary>Applied in order to each type name that a payload names, before the filter sees it.</summary>
    public readonly IEnumerable<Func<string, string>> PackageNameOverrides;

    /// <summary>Refuse the framework's classes that this serializer does not know, and what derives from them.</summary>
    public readonly bool DisallowUnsafeType;

    /// <summary>Asked before a type that a payload names is loaded; null allows all.</summary>
    public readonly global::Hyperion.ITypeFilter? TypeFilter;

#pragma warning restore CA1051

    public HyperionSerializerSettings(bool preserveObjectReferences, bool versionTolerance, Type knownTypesProvider)
        : this(preserveObjectReferences, versionTolerance, knownTypesProvider, [])
    {
    }

    public HyperionSerializerSettings(
        bool preserveObjectReferences,
        bool versionTolerance,
        Type knownTypesProvider,
        IEnumerable<Func<string, string>> packageNameOverrides)
        : this(preserveObjectReferences, versionTolerance, knownTypesProvider, packageNameOverrides, disallowUnsafeType: true, typeFilter: null)
    {
    }

    private HyperionSerializerSettings(
        bool preserveObjectReferences,
        bool versionTolerance,
        Type? knownTypesProvider,
        IEnumerable<Func<string, string>>? packageNameOverrides,
        bool disallowUnsafeType,
        global::Hyperion.ITypeFilter? typeFilter)
    {
        KnownTypesProvider = knownTypesProvider ?? typeof(NoKnownTypes);
        if (!typeof(IKnownTypesProvider).IsAssignableFrom(KnownTypesProvider))
        {
            throw new ArgumentException($"[{KnownTypesProvider}] does not implement {nameof(IKnownTypesProvider)}.", nameof(knownTypesProvider));
        }

        PreserveObjectReferences = preserveObjectReferences;
        VersionTolerance = versionTolerance;
        PackageNameOverrides = packageNameOverrides ?? [];
        DisallowUnsafeType = disallowUnsafeType;
        TypeFilter = typeFilter;
    }

    /// <param name="config">The section; not the whole configuration.</param>
    /// <exception cref="ConfigurationException">The section is empty, or names a provider that is not one.</exception>
    public static HyperionSerializerSettings Create(Config config)
    {
        if (config is null || config.IsEmpty)
        {
            throw ConfigurationException.NullOrEmptyConfig<HyperionSerializerSettings>("akka.actor.serialization-settings.hyperion");
        }

        var providerName = config.GetString("known-types-provider");
        var provider = string.IsNullOrEmpty(providerName)
            ? typeof(NoKnownTypes)
            : EngineTypes.Resolve(providerName) is { } type && typeof(IKnownTypesProvider).IsAssignableFrom(type)
                ? type
                : throw new ConfigurationException(
                    $"akka.actor.serialization-settings.hyperion.known-types-provider = [{providerName}] is not a type that implements {nameof(IKnownTypesProvider)}.");
        var allowed = config.HasPath("allowed-types") ? config.GetStringList("allowed-types") : [];
        return new HyperionSerializerSettings(
            config.GetBoolean("preserve-object-references", true),
            config.GetBoolean("version-tolerance", true),
            provider,
            [],
            config.GetBoolean("disallow-unsafe-type", true),
            allowed.Count == 0 ? null : new ListedTypes(allowed));
    }

    public HyperionSerializerSettings WithPreserveObjectReference(bool preserveObjectReferences) =>
        new(preserveObjectReferences, VersionTolerance, KnownTypesProvider, PackageNameOverrides, DisallowUnsafeType, TypeFilter);

    public HyperionSerializerSettings WithVersionTolerance(bool versionTolerance) =>
        new(PreserveObjectReferences, versionTolerance, KnownTypesProvider, PackageNameOverrides, DisallowUnsafeType, TypeFilter);

    public HyperionSerializerSettings WithKnownTypesProvider(Type knownTypesProvider) =>
        new(PreserveObjectReferences, VersionTolerance, knownTypesProvider, PackageNameOverrides, DisallowUnsafeType, TypeFilter);

    public HyperionSerializerSettings WithPackageNameOverrides(IEnumerable<Func<string, string>> packageNameOverrides) =>
        new(PreserveObjectReferences, VersionTolerance, KnownTypesProvider, packageNameOverrides, DisallowUnsafeType, TypeFilter);

    public HyperionSerializerSettings WithDisallowUnsafeType(bool disallowUnsafeType) =>
        new(PreserveObjectReferences, VersionTolerance, KnownTypesProvider, PackageNameOverrides, disallowUnsafeType, TypeFilter);

    public HyperionSerializerSettings WithTypeFilter(global::Hyperion.ITypeFilter? typeFilter) =>
        new(PreserveObjectReferences, VersionTolerance, KnownTypesProvider, PackageNameOverrides, DisallowUnsafeType, typeFilter);
}
