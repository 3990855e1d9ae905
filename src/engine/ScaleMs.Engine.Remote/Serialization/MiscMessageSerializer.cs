using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The engine's own messages that actors exchange.</summary>
public sealed class MiscMessageSerializer : SerializerWithStringManifest
{
    private const string IdentifyManifest = "I";
    private const string ActorIdentityManifest = "AID";
    private const string ActorRefManifest = "AR";
    private const string PoisonPillManifest = "P";
    private const string KillManifest = "K";
    private const string HeartbeatManifest = "RWHB";
    private const string HeartbeatRspManifest = "RWHR";
    private const string SuccessManifest = "STS";
    private const string FailureManifest = "STF";

    public MiscMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override string Manifest(object obj) => obj switch
    {
        RemoteWatcher.Heartbeat => HeartbeatManifest,
        RemoteWatcher.HeartbeatRsp => HeartbeatRspManifest,
        Identify => IdentifyManifest,
        ActorIdentity => ActorIdentityManifest,
        IActorRef => ActorRefManifest,
        PoisonPill => PoisonPillManifest,
        Kill => KillManifest,
        Status.Success => SuccessManifest,
        Status.Failure => FailureManifest,
        _ => throw Unknown(obj),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        RemoteWatcher.Heartbeat or PoisonPill or Kill => [],
        RemoteWatcher.HeartbeatRsp response => WirePayload.Build(response, static (output, r) => output.WriteSignedVarint(r.AddressUid)),
        Identify identify => WirePayload.Build((system, identify), static (output, s) => WirePayload.Write(output, s.system, s.identify.MessageId)),
        ActorIdentity identity => WirePayload.Build((system, identity), static (output, s) =>
        {
            WirePayload.WriteRef(output, s.identity.Subject);
            WirePayload.Write(output, s.system, s.identity.MessageId);
        }),
        IActorRef actor => WirePayload.Build(actor, static (output, a) => WirePayload.WriteRef(output, a)),
        Status.Success success => WirePayload.Build((system, success), static (output, s) => WirePayload.Write(output, s.system, s.success.Status)),
        Status.Failure failure => WirePayload.Build((system, failure), static (output, s) =>
        {
            WireException.Write(output, s.failure.Cause);
            WirePayload.Write(output, s.system, s.failure.State);
        }),
        _ => throw Unknown(obj),
    };

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var input = new WireReader(bytes);
        switch (manifest)
        {
            case HeartbeatManifest:
                return RemoteWatcher.Heartbeat.Instance;
            case HeartbeatRspManifest:
                return new RemoteWatcher.HeartbeatRsp(input.ReadInt32());
            case IdentifyManifest:
                return new Identify(WirePayload.Read(ref input, system));
            case ActorIdentityManifest:
                var subject = WirePayload.ReadRef(ref input, system);
                return new ActorIdentity(WirePayload.Read(ref input, system), subject!);
            case ActorRefManifest:
                return WirePayload.ReadRef(ref input, system) ?? throw new SerializationException("A ref is empty.");
            case PoisonPillManifest:
                return PoisonPill.Instance;
            case KillManifest:
                return Kill.Instance;
            case SuccessManifest:
                return new Status.Success(WirePayload.Read(ref input, system));
            case FailureManifest:
                var cause = WireException.Read(ref input);
                return new Status.Failure(cause!, WirePayload.Read(ref input, system));
            default:
                throw new SerializationException($"Unimplemented deserialization of message with manifest [{manifest}] in [{nameof(MiscMessageSerializer)}]");
        }
    }

    private static ArgumentException Unknown(object obj) => new($"Cannot serialize object of type [{obj?.GetType()}] in [{nameof(MiscMessageSerializer)}]");
}
