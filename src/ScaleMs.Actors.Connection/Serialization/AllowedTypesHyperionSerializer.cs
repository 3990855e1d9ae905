using System.Runtime.Serialization;
using System.Security;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Hyperion for what users define: their commands, and the types that <c>scalems.serialization.allowed-types</c> names. It makes
/// the commands whose handlers the configuration names, those types, and what commands are made of; others are refused by name. A
/// class of its own, because <c>HyperionSerializerSetup.WithTypeFilter</c> has no effect, and <c>allowed-types</c> in Hyperion's own
/// configuration knows exact names only, so that a list of an allowed type is refused.
/// </summary>
public sealed class AllowedTypesHyperionSerializer : Serializer
{
    // Hyperion compiles code for some thirty types when it is made, and most processes never meet a command of a user's.
    private readonly Lazy<HyperionSerializer> _reader;
    private readonly Lazy<HyperionSerializer> _writer;

    public AllowedTypesHyperionSerializer(ExtendedActorSystem system)
        : this(system, ConfigurationFactory.Empty)
    {
    }

    public AllowedTypesHyperionSerializer(ExtendedActorSystem system, Config config)
        : base(system)
    {
        // A sender sends what it likes: who receives it decides. Hyperion's filter would be asked on both sides.
        _writer = new Lazy<HyperionSerializer>(() => new HyperionSerializer(system, SettingsOf(config)));
        _reader = new Lazy<HyperionSerializer>(() => new HyperionSerializer(system, SettingsOf(config).WithTypeFilter(Filter(system))));
    }

    /// <summary>Above 100: Akka.NET reserves 0 to 100.</summary>
    public override int Identifier => 713;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => _writer.Value.ToBinary(obj);

    /// <summary>What the bytes are.</summary>
    /// <exception cref="ProtocolException">A type in them is not allowed.</exception>
    public override object FromBinary(byte[] bytes, Type type)
    {
        try
        {
            return _reader.Value.FromBinary(bytes, type);
        }
        catch (SerializationException error) when (error.InnerException is SecurityException)
        {
            throw new ProtocolException(
                $"a message with a type that is not allowed is refused ({error.InnerException.Message}); what this node may make of messages is the commands of scalems.commands and the types of scalems.serialization.allowed-types",
                error);
        }
    }

    private static HyperionSerializerSettings SettingsOf(Config config) => HyperionSerializerSettings.Create(config.IsNullOrEmpty() ? HyperionSerializer.DefaultConfiguration() : config);

    private static AllowedTypes Filter(ExtendedActorSystem system)
    {
        const string Types = "scalems.serialization.allowed-types";
        const string Commands = "scalems.commands";
        var config = system.Settings.Config;
        var allowed = config.HasPath(Types) ? config.GetStringList(Types) : [];
        var handlers = config.HasPath(Commands) ? config.GetConfig(Commands).AsEnumerable().Select(static entry => entry.Value.GetString() ?? "") : [];
        // What is wrong with a handler that is not at hand here is for the master to say.
        var commands = handlers.Select(static handler => Type.GetType(handler, throwOnError: false)).OfType<Type>().Select(HandledCommand.Of).OfType<Type>();
        return new AllowedTypes(allowed.Concat(commands.Select(static type => type.FullName!)));
    }
}
