using System.Buffers.Binary;
using System.Globalization;

namespace ScaleMs.Actors.Master.Journal;

/// <summary>
/// Checks the database's write-ahead log, https://sqlite.org/fileformat2.html#walformat. The database reads the log up to its last
/// complete commit and silently ignores the rest. That is right after a power cut that tore off the end, but wrong for damage before
/// complete, acknowledged commits.
/// </summary>
internal static class JournalLog
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const uint Magic = 0x377F0682;

    // Only the last bit of its first four bytes varies: the byte order of the checksums.
    private const uint MagicMask = ~1u;

    private const int MaxPageSize = 65_536;

    public static string FileOf(string journal) => $"{journal}-wal";

    /// <summary>Describes where complete commits are lost; null = nowhere.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static string? Finding(string journal)
    {
        using var file = new FileStream(FileOf(journal), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 20);
        Span<byte> header = stackalloc byte[HeaderSize];
        return file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || file.Length == HeaderSize ? null
            : Header.Parse(header) is { } parsed ? Finding(file, parsed)
            : $"the first {HeaderSize} bytes of its log {FileOf(journal)} are not those of a log";
    }

    private static string? Finding(FileStream file, Header header)
    {
        var frame = new byte[FrameHeaderSize + header.PageSize];
        var sums = header.Sums;
        long broken = 0;
        var commitSince = false;
        for (long number = 1; file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length; number++)
        {
            var isOfThisLog = frame.AsSpan(8, 8).SequenceEqual(header.Salts);
            if (broken == 0)
            {
                if (isOfThisLog && header.Matches(frame, ref sums))
                {
                    continue;
                }

                broken = number;
            }

            if (isOfThisLog && commitSince)
            {
                // Each commit waits until the previous one is on the disk, so a power cut can only tear the last one.
                return string.Create(CultureInfo.InvariantCulture, $"frame {broken} of its log {file.Name} is broken, and complete commits follow it");
            }

            commitSince |= isOfThisLog && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
        }

        return null;
    }

    /// <summary>The log's header.</summary>
    private sealed record Header(int PageSize, bool IsBigEndian, byte[] Salts, (uint First, uint Second) Sums)
    {
        public static Header? Parse(ReadOnlySpan<byte> bytes)
        {
            var magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var pageSize = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
            var header = new Header((int)pageSize, (magic & 1) != 0, bytes[16..24].ToArray(), default);
            var sums = header.Add(bytes[..24], default);
            return (magic & MagicMask) == Magic && pageSize is >= 512 and <= MaxPageSize && sums == SumsAt(bytes[24..]) ? header with { Sums = sums } : null;
        }

        /// <summary>Whether a frame continues the content that <paramref name="sums"/> cover; if so, they then cover it too.</summary>
        public bool Matches(ReadOnlySpan<byte> frame, ref (uint First, uint Second) sums)
        {
            var next = Add(frame[FrameHeaderSize..], Add(frame[..8], sums));
            if (next != SumsAt(frame[16..]))
            {
                return false;
            }

            sums = next;
            return true;
        }

        private static (uint First, uint Second) SumsAt(ReadOnlySpan<byte> bytes) =>
            (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

        private (uint First, uint Second) Add(ReadOnlySpan<byte> bytes, (uint First, uint Second) sums)
        {
            var (first, second) = sums;
            for (var at = 0; at < bytes.Length; at += 8)
            {
                first += Word(bytes[at..]) + second;
                second += Word(bytes[(at + 4)..]) + first;
            }

            return (first, second);
        }

        private uint Word(ReadOnlySpan<byte> bytes) =>
            IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
