using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using ScaleMs.Actors.Commands;

namespace ScaleMs.Actors.Serialization;

/// <summary>
/// Hyperion, limited to the types that <c>scalems.serialization.allowed-types</c> and the product name, and to the commands whose
/// handlers the configuration names; others are refused by name. Its own class, because Akka.NET 1.5.30 ignores the type filter of both its configuration and its setup.
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
        const string Types = "scalems.serialization.allowed-types";
        const string Commands = "scalems.commands";
        var config = system.Settings.Config;
        var allowed = config.HasPath(Types) ? config.GetStringList(Types) : [];
        var handlers = config.HasPath(Commands) ? config.GetConfig(Commands).AsEnumerable().Select(static entry => entry.Value.GetString() ?? "") : [];
        return new AllowedTypes(allowed.Concat(CommandTable.CommandTypes(handlers).Select(static type => type.FullName!)));
    }
}
