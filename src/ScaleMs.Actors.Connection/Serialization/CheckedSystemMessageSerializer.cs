using System.Collections.Frozen;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;
using Akka.Util;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Replaces <c>akka-system-msg</c>. System messages with an exception, which would be created from any type named in the message, are for
/// remotely deployed actors. There are none, so these messages are refused.
/// </summary>
public sealed class CheckedSystemMessageSerializer : SerializerWithStringManifest
{
    private static readonly FrozenDictionary<string, Type> Types =
        new[] { typeof(Watch), typeof(Unwatch), typeof(DeathWatchNotification), typeof(Terminate), typeof(Suspend), typeof(Supervise) }
            .ToFrozenDictionary(static type => type.TypeQualifiedName());

    // Created lazily: in a system without remoting its identifier is not configured.
    private readonly Lazy<SystemMessageSerializer> _inner;

    public CheckedSystemMessageSerializer(ExtendedActorSystem system)
        : base(system) => _inner = new(() => new SystemMessageSerializer(system));

    public CheckedSystemMessageSerializer(ExtendedActorSystem system, Config config)
        : this(system) => _ = config;

    /// <summary>The identifier of <c>akka-system-msg</c>.</summary>
    public override int Identifier => 22;

    public override string Manifest(object o) => Known(o.GetType().TypeQualifiedName()).TypeQualifiedName();

    public override byte[] ToBinary(object obj)
    {
        _ = Known(obj.GetType().TypeQualifiedName());
        return _inner.Value.ToBinary(obj);
    }

    public override object FromBinary(byte[] bytes, string manifest) => _inner.Value.FromBinary(bytes, Known(manifest));

    private static Type Known(string name) => Types.TryGetValue(name, out var type)
        ? type
        : throw new ProtocolException($"the system message '{name}' is refused: actors are not deployed from one node to another");
}
