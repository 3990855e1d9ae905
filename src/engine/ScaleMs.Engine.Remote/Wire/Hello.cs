namespace Akka.Remote.Wire;

/// <summary>Who a system is: its address, the uid of this run of it, and its half of the challenge.</summary>
internal readonly struct Hello(string address, int uid, bool hasSecret, ReadOnlyMemory<byte> nonce, string target)
{
    /// <summary>256 bits, as many as the key that the answer is made with.</summary>
    public const int NonceSize = 32;

    /// <summary>Longer is no address of an actor system.</summary>
    public const int MaxAddressLength = 512;

    public string Address { get; } = address;

    public int Uid { get; } = uid;

    public bool HasSecret { get; } = hasSecret;

    public ReadOnlyMemory<byte> Nonce { get; } = nonce;

    /// <summary>The address that was dialled; empty from the side that accepts.</summary>
    public string Target { get; } = target;

    public void Format(OutputBuffer output)
    {
        output.WriteString(Address);
        output.WriteSignedVarint(Uid);
        output.WriteByte(HasSecret ? (byte)1 : (byte)0);
        output.Write(Nonce.Span);
        output.WriteString(Target);
    }

    public static Hello Parse(ReadOnlySpan<byte> input)
    {
        var reader = new WireReader(input);
        var address = reader.ReadString();
        var uid = reader.ReadInt32();
        var hasSecret = reader.ReadByte() != 0;
        var nonce = reader.ReadBytes(NonceSize).ToArray();
        var target = reader.ReadString();
        return address.Length <= MaxAddressLength && target.Length <= MaxAddressLength
            ? new Hello(address, uid, hasSecret, nonce, target)
            : throw new WireFormatException("The peer's address is too long.");
    }
}
