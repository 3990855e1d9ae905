using System.Buffers.Binary;
using System.Text;

namespace ScaleMs.Actors.Node.Tests.Telemetry;

/// <summary>A message in protobuf's wire form: the fields that there are, by number.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var tag = Number(ref bytes);
            var (field, number, content) = ((int)(tag >> 3), 0UL, ReadOnlyMemory<byte>.Empty);
            switch (tag & 7)
            {
                case 0:
                    number = Number(ref bytes);
                    break;
                case 1:
                    number = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span);
                    break;
                case 2:
                    content = Take(ref bytes, (int)Number(ref bytes));
                    break;
                case 5:
                    number = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span);
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }

            _fields.Add((field, number, content));
        }
    }

    public IEnumerable<ProtoMessage> Messages(int field) => All(field).Select(static bytes => new ProtoMessage(bytes));

    public string Text(int field) => Encoding.UTF8.GetString(All(field).LastOrDefault().Span);

    public string Hex(int field) => Convert.ToHexStringLower(All(field).LastOrDefault().Span);

    public ulong Value(int field) => _fields.LastOrDefault(found => found.Field == field).Number;

    /// <summary>The texts among OpenTelemetry's attributes.</summary>
    public IReadOnlyDictionary<string, string> Attributes(int field) =>
        Messages(field).ToDictionary(static pair => pair.Text(1), static pair => pair.Messages(2).Single().Text(1));

    private IEnumerable<ReadOnlyMemory<byte>> All(int field) => _fields.Where(found => found.Field == field).Select(static found => found.Bytes);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static ulong Number(ref ReadOnlyMemory<byte> bytes)
    {
        var (number, shift) = (0UL, 0);
        while (true)
        {
            var part = Take(ref bytes, 1).Span[0];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }

            shift += 7;
        }
    }
}
