using System.Reflection;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Serialization;

public partial class Serialization
{
    private const string Serializers = "akka.actor.serializers";
    private const string SerializationBindings = "akka.actor.serialization-bindings";
    private const string SerializationSettings = "akka.actor.serialization-settings";

    // Bound to System.Object by default, in an assembly that a program may do without.
    private const string OptionalSerializer = "Akka.Serialization.HyperionSerializer, Akka.Serialization.Hyperion";

    private void AddFromSetup()
    {
        var setup = System.Settings.Setup.Get<SerializationSetup>();
        if (!setup.HasValue)
        {
            return;
        }

        foreach (var details in setup.Value.CreateSerializers(System))
        {
            AddSerializer(details.Alias, details.Serializer);
            foreach (var type in details.UseFor)
            {
                AddSerializationMap(type, details.Serializer);
            }
        }
    }

    private void AddFromConfig()
    {
        foreach (var (name, typeName) in Entries(Serializers))
        {
            if (_byName.ContainsKey(name))
            {
                continue;
            }

            if (EngineTypes.Resolve(typeName) is { } type)
            {
                AddSerializer(name, Create(name, type));
            }
            else
            {
                Unresolved(name, $"serializer [{name}], whose type [{typeName}] is not to be found", quiet: typeName == OptionalSerializer);
            }
        }

        foreach (var (typeName, serializerName) in Entries(SerializationBindings))
        {
            Bind(typeName, serializerName);
        }
    }

    private void Bind(string typeName, string serializerName)
    {
        if (!_byName.TryGetValue(serializerName, out var serializer))
        {
            Unresolved(
                typeName,
                $"binding of [{typeName}] to serializer [{serializerName}], which does not exist",
                quiet: _unresolved.ContainsKey(serializerName));
        }
        else if (EngineTypes.Resolve(typeName) is not { } type)
        {
            Unresolved(typeName, $"binding of type [{typeName}], which is not to be found", quiet: false);
        }
        else if (!_bindings.ContainsKey(type))
        {
            AddSerializationMap(type, serializer);
        }
    }

    private Serializer Create(string name, Type type)
    {
        var settings = System.Settings.Config.GetConfig($"{SerializationSettings}.{name}");
        var withSettings = type.GetConstructor([typeof(ExtendedActorSystem), typeof(Config)]);
        var plain = type.GetConstructor([typeof(ExtendedActorSystem)]);
        try
        {
            return withSettings is not null && (plain is null || settings is { IsEmpty: false })
                ? (Serializer)withSettings.Invoke([System, settings ?? Config.Empty])
                : (Serializer)(plain ?? throw new SerializationException("It has no constructor that takes an ExtendedActorSystem.")).Invoke([System]);
        }
        catch (Exception e) when (e is TargetInvocationException or InvalidCastException or SerializationException or MemberAccessException)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw new SerializationException($"Cannot make serializer [{name}] of type [{type.TypeQualifiedName()}]: {cause.Message}", cause);
        }
    }

    private void Unresolved(string key, string what, bool quiet)
    {
        _unresolved[key] = what;
        if (!quiet)
        {
            System.Log.Warning("Ignored in the configuration: {0}.", what);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Entries(string path) =>
        System.Settings.Config.GetConfig(path)?.AsEnumerable().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.GetString() ?? "")) ?? [];
}
