using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The messages by which systems keep watches and by which a ref stops or suspends its actor.</summary>
public sealed class SystemMessageSerializer : Serializer
{
    private enum Kind : byte
    {
        Watch = 1,
        Unwatch = 2,
        DeathWatchNotification = 3,
        Terminate = 4,
        Suspend = 5,
        Resume = 6,
        Recreate = 7,
    }

    public SystemMessageSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => WirePayload.Build(obj, static (output, message) => Write(output, message));

    public override object FromBinary(byte[] bytes, Type? type)
    {
        var input = new WireReader(bytes);
        switch ((Kind)input.ReadByte())
        {
            case Kind.Watch:
                return new Watch(Ref(ref input), Ref(ref input));
            case Kind.Unwatch:
                return new Unwatch(Ref(ref input), Ref(ref input));
            case Kind.DeathWatchNotification:
                return new DeathWatchNotification(Ref(ref input), input.ReadByte() != 0, input.ReadByte() != 0);
            case Kind.Terminate:
                return new Terminate();
            case Kind.Suspend:
                return new Suspend();
            case Kind.Resume:
                return new Resume(WireException.Read(ref input)!);
            case Kind.Recreate:
                return new Recreate(WireException.Read(ref input)!);
            case var unknown:
                throw new SerializationException($"A system message is of unknown kind {(byte)unknown}.");
        }
    }

    private static void Write(OutputBuffer output, object message)
    {
        switch (message)
        {
            case Watch watch:
                output.WriteByte((byte)Kind.Watch);
                WirePayload.WriteRef(output, watch.Watchee);
                WirePayload.WriteRef(output, watch.Watcher);
                break;
            case Unwatch unwatch:
                output.WriteByte((byte)Kind.Unwatch);
                WirePayload.WriteRef(output, unwatch.Watchee);
                WirePayload.WriteRef(output, unwatch.Watcher);
                break;
            case DeathWatchNotification notification:
                output.WriteByte((byte)Kind.DeathWatchNotification);
                WirePayload.WriteRef(output, notification.Actor);
                output.WriteByte(notification.ExistenceConfirmed ? (byte)1 : (byte)0);
                output.WriteByte(notification.AddressTerminated ? (byte)1 : (byte)0);
                break;
            case Terminate or Stop:
                output.WriteByte((byte)Kind.Terminate);
                break;
            case Suspend:
                output.WriteByte((byte)Kind.Suspend);
                break;
            case Resume resume:
                output.WriteByte((byte)Kind.Resume);
                WireException.Write(output, resume.CausedByFailure);
                break;
            case Recreate recreate:
                output.WriteByte((byte)Kind.Recreate);
                WireException.Write(output, recreate.Cause);
                break;
            default:
                throw new ArgumentException($"Cannot serialize object of type [{message?.GetType()}] in [{nameof(SystemMessageSerializer)}]");
        }
    }

    private IInternalActorRef Ref(ref WireReader input) =>
        (IInternalActorRef?)WirePayload.ReadRef(ref input, system) ?? throw new SerializationException("A system message lacks a ref.");
}
