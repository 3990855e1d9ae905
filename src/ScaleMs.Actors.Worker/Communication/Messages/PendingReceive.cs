using System.Globalization;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>A receive. Continuations run on the thread that completes it: see <see cref="BorrowedThread"/>.</summary>
/// <param name="from">The sender, for errors.</param>
/// <param name="channel">Where the message is expected.</param>
/// <param name="form">What it should consist of; ignored without memory.</param>
/// <param name="memory">Where it goes; null: into a pooled array.</param>
internal sealed class PendingReceive(int from, Channel channel, TypeCode form, Memory<byte>? memory) : TaskCompletionSource<ReceivedMessage>
{
    public Channel Channel => channel;

    public Memory<byte>? Memory => memory;

    /// <summary>The token that cancelled it while its message was on its way.</summary>
    public CancellationToken? Canceled { get; set; }

    /// <summary>Why this message cannot be received; null if it can.</summary>
    public string? WhyNot(TypeCode sent, int length)
    {
        if (memory is not { } room)
        {
            return null;
        }

        if (sent != form)
        {
            return string.Create(CultureInfo.InvariantCulture, $"rank {from} sent {Name(sent)}, which cannot be received as {Name(form)}");
        }

        return length <= room.Length
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"rank {from} sent {length} bytes, and there is memory for {room.Length}");
    }

    /// <summary>How messages of this form are called in errors.</summary>
    public static string Name(TypeCode form) => form switch
    {
        TypeCode.Empty => "a value",
        TypeCode.Object => "elements of a structure",
        _ => $"elements of the type {form}",
    };
}
