namespace Akka.Remote.Wire;

/// <summary>What a frame carries. Values are part of the wire format.</summary>
internal enum FrameKind : byte
{
    Message = 1,
    SystemMessage = 2,
    Ack = 3,
    Heartbeat = 4,
    Disassociate = 5,
    Hello = 16,
    Proof = 17,
    Accept = 18,
    Refusal = 19,
}
