using System.Buffers;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>A message that has arrived whole.</summary>
/// <param name="Form">What it consists of; see <see cref="RankPacket"/>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Buffer">Its bytes, in a pooled array; null if the receive had memory for them.</param>
internal readonly record struct ReceivedMessage(TypeCode Form, int Length, byte[]? Buffer) : IDisposable
{
    public ReadOnlyMemory<byte> Content => Buffer.AsMemory(0, Length);

    public void Dispose()
    {
        if (Buffer is { Length: > 0 })
        {
            ArrayPool<byte>.Shared.Return(Buffer);
        }
    }
}
