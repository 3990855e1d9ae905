using Akka.Actor;
using Google.Protobuf;

namespace ScaleMs.Actors.Connection.Serialization;

/// <summary>
/// Akka.Remote's Protobuf form of <see cref="Status.Failure"/>: field 1 is the exception, whose fields 1 and 2 are the name of its type
/// and its message; field 2 is the state. The exception's other fields are omitted.
/// </summary>
internal static class FailureFields
{
    private const uint First = (1 << 3) | 2;
    private const uint Second = (2 << 3) | 2;

    /// <summary>The failure with its exception replaced.</summary>
    public static byte[] Replace(byte[] failure, Exception? cause)
    {
        var (_, state) = Split(failure);
        return Join(cause is null ? ByteString.Empty : ByteString.CopyFrom(Join(Text(NameOf(cause)), Text(cause.Message))), state);
    }

    /// <summary>The failure's exception; null = none.</summary>
    public static RemoteFailureException? Cause(byte[] failure)
    {
        var (cause, _) = Split(failure);
        var (type, message) = Split(cause.ToByteArray());
        return type.IsEmpty ? null : new RemoteFailureException(type.ToStringUtf8().Split(',')[0], message.ToStringUtf8());
    }

    private static string NameOf(Exception cause) => cause is RemoteFailureException remote ? remote.TypeName : cause.GetType().FullName!;

    private static ByteString Text(string text) => ByteString.CopyFromUtf8(text);

    private static (ByteString First, ByteString Second) Split(byte[] message)
    {
        var input = new CodedInputStream(message);
        var (first, second) = (ByteString.Empty, ByteString.Empty);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (tag)
            {
                case First:
                    first = input.ReadBytes();
                    break;
                case Second:
                    second = input.ReadBytes();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (first, second);
    }

    private static byte[] Join(ByteString first, ByteString second)
    {
        var bytes = new byte[CodedOutputStream.ComputeBytesSize(first) + CodedOutputStream.ComputeBytesSize(second) + 2];
        using var output = new CodedOutputStream(bytes);
        output.WriteTag(First);
        output.WriteBytes(first);
        output.WriteTag(Second);
        output.WriteBytes(second);
        output.Flush();
        return bytes;
    }
}
