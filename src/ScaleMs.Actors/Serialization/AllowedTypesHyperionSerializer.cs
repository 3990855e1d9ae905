using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ScaleMs.Actors.Serialization;

/// <summary>
/// Hyperion, limited to the types that <c>scalems.serialization.allowed-types</c> and the product name; others are refused by
/// name. Its own class, because Akka.NET 1.5.30 ignores the type filter of both its configuration and its setup.
/// </summary>
public sealed class AllowedTypesHyperionSerializer : HyperionSerializer
{
    public AllowedTypesHyperionSerializer(ExtendedActorSystem system)
        : this(system, DefaultConfiguration())
    {
    }

    public AllowedTypesHyperionSerializer(ExtendedActorSystem system, Config config)
        : base(system, HyperionSerializerSettings.Create(config.IsNullOrEmpty() ? DefaultConfiguration() : config).WithTypeFilter(Filter(system)))
    {
    }

    /// <summary>Above 100, which the engine keeps for itself.</summary>
    public override int Identifier => 713;

    private static AllowedTypes Filter(ExtendedActorSystem system)
    {
        const string Key = "scalems.serialization.allowed-types";
        var config = system.Settings.Config;
        return new AllowedTypes(config.HasPath(Key) ? config.GetStringList(Key) : []);
    }
}
