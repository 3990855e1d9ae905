namespace Akka.Remote.Wire;

internal enum RefusalReason : byte
{
    Other = 0,
    Engine = 1,
    SecretMissing = 2,
    SecretMismatch = 3,
    WrongAddress = 4,
    Quarantined = 5,
    ShuttingDown = 6,
    AlreadyConnected = 7,
}

/// <summary>Why a connection is not taken, in words for the peer's log.</summary>
internal readonly record struct Refusal(RefusalReason Reason, string Text)
{
    /// <summary>Enough for two addresses and a sentence.</summary>
    private const int MaxTextLength = 1024;

    public void Format(OutputBuffer output)
    {
        output.WriteByte((byte)Reason);
        output.WriteString(Text.Length <= MaxTextLength ? Text : Text[..MaxTextLength]);
    }

    public static Refusal Parse(ReadOnlySpan<byte> input)
    {
        var reader = new WireReader(input);
        var reason = (RefusalReason)reader.ReadByte();
        var text = reader.ReadString();
        return new Refusal(reason, Printable(text));
    }

    // The text goes to a log: control characters in it could forge lines.
    private static string Printable(string text) =>
        string.Create(Math.Min(text.Length, MaxTextLength), text, static (output, value) =>
        {
            for (var i = 0; i < output.Length; i++)
            {
                output[i] = char.IsControl(value[i]) ? ' ' : value[i];
            }
        });
}
