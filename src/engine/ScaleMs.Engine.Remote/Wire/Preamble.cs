using System.Text;

namespace Akka.Remote.Wire;

/// <summary>The first bytes on a connection, both ways: version, then the engine's name, so that a stranger is told apart at once.</summary>
internal readonly struct Preamble(byte version, string engine)
{
    public const byte CurrentVersion = 1;

    public const string EngineName = "ScaleMs.Engine/1";

    private const string EnginePrefix = "ScaleMs.Engine/";

    public static Preamble Current { get; } = new(CurrentVersion, EngineName);

    public byte Version { get; } = version;

    public string Engine { get; } = engine;

    public int Size => 2 + Engine.Length;

    public bool IsCompatible => Version == CurrentVersion && Engine == EngineName;

    public void Format(Span<byte> output)
    {
        output[0] = Version;
        output[1] = (byte)Engine.Length;
        Encoding.ASCII.GetBytes(Engine, output[2..]);
    }

    /// <summary>
    /// False while the bytes so far could still become a preamble. A stranger's first bytes answer true,
    /// with a name for what they look like.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> input, out Preamble preamble)
    {
        preamble = default;
        if (input.Length < 2)
        {
            return false;
        }

        if (!LooksLikeEngine(input))
        {
            preamble = new Preamble(input[0], GuessStranger(input));
            return true;
        }

        if (input.Length < 2 + input[1])
        {
            return false;
        }

        preamble = new Preamble(input[0], Encoding.ASCII.GetString(input.Slice(2, input[1])));
        return true;
    }

    private static bool LooksLikeEngine(ReadOnlySpan<byte> input)
    {
        var name = input[2..Math.Min(input.Length, 2 + EnginePrefix.Length)];
        Span<byte> prefix = stackalloc byte[EnginePrefix.Length];
        Encoding.ASCII.GetBytes(EnginePrefix, prefix);
        return input[1] >= EnginePrefix.Length && prefix.StartsWith(name);
    }

    private static string GuessStranger(ReadOnlySpan<byte> input)
    {
        if (input[0] == 0x16 && input[1] == 0x03)
        {
            return "TLS";
        }

        if (input.StartsWith("GET "u8) || input.StartsWith("POST"u8) || input.StartsWith("HTTP"u8))
        {
            return "HTTP";
        }

        // Akka.NET opens with a little-endian frame length below 64 KiB and a protobuf message.
        return input.Length >= 5 && input[2] == 0 && input[3] == 0 && input[4] is 0x0A or 0x12
            ? "Akka.NET or another Akka engine"
            : $"an unknown protocol (first bytes {Convert.ToHexString(input[..Math.Min(input.Length, 8)])})";
    }
}
