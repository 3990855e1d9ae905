using Akka.Actor;

namespace Akka.Remote;

/// <summary>Tells this run of an actor system from every other on the same address.</summary>
public class AddressUid : IExtension
{
#pragma warning disable CA1051 // a public field is part of the public API
    public readonly int Uid = NewUid();
#pragma warning restore CA1051

    // The first bytes of a new guid are the operating system's random ones; a generator with a library of its own is not needed for them.
    private static int NewUid()
    {
        Span<byte> random = stackalloc byte[16];
        _ = Guid.NewGuid().TryWriteBytes(random);
        return Math.Max(1, BitConverter.ToInt32(random) & int.MaxValue);
    }
}
