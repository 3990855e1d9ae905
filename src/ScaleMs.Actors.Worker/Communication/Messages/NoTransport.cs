namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Of a rank without others.</summary>
internal sealed class NoTransport : IRankTransport
{
    public static readonly NoTransport Instance = new();

    public void Send(int to, ReadOnlySpan<byte> packet) => throw new InvalidOperationException($"there is no rank {to}");
}
