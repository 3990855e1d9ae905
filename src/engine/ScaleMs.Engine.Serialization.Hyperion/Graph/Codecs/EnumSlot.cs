using System.Runtime.CompilerServices;

namespace Akka.Serialization.Graph.Codecs;

/// <summary>An enum as the integer it stands on.</summary>
internal sealed class EnumSlot<T> : Slot<T>
    where T : struct, Enum
{
    private static readonly TypeCode Underlying = Type.GetTypeCode(typeof(T));

    public override MemberKind Kind => Underlying switch
    {
        TypeCode.Byte or TypeCode.SByte or TypeCode.Boolean => MemberKind.Byte,
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => MemberKind.Signed,
        _ => MemberKind.Unsigned,
    };

    public override void Write(GraphWriter writer, T value)
    {
        switch (Underlying)
        {
            case TypeCode.Int32:
                writer.WriteInt32(Unsafe.BitCast<T, int>(value));
                break;
            case TypeCode.Byte or TypeCode.SByte or TypeCode.Boolean:
                writer.WriteByte(Unsafe.BitCast<T, byte>(value));
                break;
            case TypeCode.Int16:
                writer.WriteInt16(Unsafe.BitCast<T, short>(value));
                break;
            case TypeCode.Int64:
                writer.WriteInt64(Unsafe.BitCast<T, long>(value));
                break;
            case TypeCode.UInt16 or TypeCode.Char:
                writer.WriteUInt16(Unsafe.BitCast<T, ushort>(value));
                break;
            case TypeCode.UInt32:
                writer.WriteUInt32(Unsafe.BitCast<T, uint>(value));
                break;
            default:
                writer.WriteUInt64(Unsafe.BitCast<T, ulong>(value));
                break;
        }
    }

    public override T Read(GraphReader reader) => Underlying switch
    {
        TypeCode.Int32 => Unsafe.BitCast<int, T>(reader.ReadInt32()),
        TypeCode.Byte or TypeCode.SByte or TypeCode.Boolean => Unsafe.BitCast<byte, T>(reader.ReadByte()),
        TypeCode.Int16 => Unsafe.BitCast<short, T>(reader.ReadInt16()),
        TypeCode.Int64 => Unsafe.BitCast<long, T>(reader.ReadInt64()),
        TypeCode.UInt16 or TypeCode.Char => Unsafe.BitCast<ushort, T>(reader.ReadUInt16()),
        TypeCode.UInt32 => Unsafe.BitCast<uint, T>(reader.ReadUInt32()),
        _ => Unsafe.BitCast<ulong, T>(reader.ReadUInt64()),
    };
}
