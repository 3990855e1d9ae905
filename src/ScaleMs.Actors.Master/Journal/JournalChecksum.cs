using System.Numerics;
using System.Runtime.InteropServices;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>CRC-32C (RFC 3720, appendix B.4) over an entry's place, kind and data: a moved row fails the check like a changed one.</summary>
internal static class JournalChecksum
{
    public static uint Of(long sequence, byte kind, ReadOnlySpan<byte> data)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)sequence);
        crc = BitOperations.Crc32C(crc, kind);
        return ~Add(crc, data);
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var b in data[(data.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
