using System.Security.Cryptography;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>
/// The secret every node of one installation knows (<c>scalems.engine.remote.secret</c>). It never crosses the wire:
/// each side proves it by an HMAC-SHA256 over both sides' greetings, which hold a fresh nonce each, under a label
/// of its role, so that neither an old answer nor the peer's own can be played back.
/// </summary>
internal sealed class SharedSecret
{
    public const int ProofSize = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key;

    public SharedSecret(string value) => _key = Encoding.UTF8.GetBytes(value);

    public byte[] Proof(bool dialler, ReadOnlySpan<byte> diallerHello, ReadOnlySpan<byte> acceptorHello)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(dialler ? "scalems-dialler"u8 : "scalems-acceptor"u8);
        AppendField(hash, diallerHello);
        AppendField(hash, acceptorHello);
        return hash.GetHashAndReset();
    }

    public bool Verify(ReadOnlySpan<byte> proof, bool dialler, ReadOnlySpan<byte> diallerHello, ReadOnlySpan<byte> acceptorHello) =>
        CryptographicOperations.FixedTimeEquals(proof, Proof(dialler, diallerHello, acceptorHello));

    private static void AppendField(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}
