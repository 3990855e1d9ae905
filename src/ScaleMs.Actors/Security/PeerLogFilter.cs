using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;

namespace ScaleMs.Actors.Security;

/// <summary>
/// Akka.Remote logs a peer that is refused or gone as one or several errors with stack traces. Here each becomes one line that says
/// what happened, as a warning where the peer came to this node, and as an error where this node cannot get to the peer.
/// </summary>
internal sealed partial class PeerLogFilter : LogFilterBase
{
    private const string Remoting = "Akka.Remote";
    private const string NoCertificate = "Mutual TLS required but client did not provide a certificate from ";

    private volatile ActorSystem? _system;

    /// <summary>Not by the text, which would be made for every event.</summary>
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <summary>From now on lines of its own are logged by this system.</summary>
    public void Attach(ActorSystem system) => _system = system;

    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null)
    {
        if (_system is not { } system || content.LogClass?.Namespace?.StartsWith(Remoting, StringComparison.Ordinal) != true)
        {
            return LogFilterDecision.Keep;
        }

        var text = content.Message?.ToString() ?? "";
        if (content.LogLevel() < LogLevel.WarningLevel || (content.Cause is null && content is Warning && !IsRepetition(text) && !text.StartsWith(NoCertificate, StringComparison.Ordinal)))
        {
            return LogFilterDecision.Keep;
        }

        if (LineFor(text, content.Cause) is { } line)
        {
            var source = content.LogSource;
            system.EventStream.Publish(text.Contains("(Client side)", StringComparison.Ordinal)
                ? new Error(null, source, typeof(PeerLogFilter), line)
                : new Warning(source, typeof(PeerLogFilter), line));
        }

        return LogFilterDecision.Drop;
    }

    /// <summary>What is logged instead; null = nothing, as another event says it.</summary>
    internal static string? LineFor(string text, Exception? cause)
    {
        if (IsRepetition(text))
        {
            return null;
        }

        if (text.StartsWith(NoCertificate, StringComparison.Ordinal))
        {
            return $"{Peer(text[NoCertificate.Length..])} is refused for its certificate: it has none";
        }

        var reason = Innermost(cause);
        var channel = Channel().Match(text);
        if (!channel.Success)
        {
            // Not of a connection: the first line says what, and the cause why.
            var what = text.Split('\n')[0].TrimEnd();
            return reason is null || what.Contains(reason.Message, StringComparison.Ordinal) ? what : $"{what} ({FirstLine(reason.Message)})";
        }

        var peer = Peer(channel.Groups["remote"].Value);
        var handshake = text.StartsWith("TLS handshake failed", StringComparison.Ordinal);
        var isClient = text.Contains("(Client side)", StringComparison.Ordinal);
        return (reason?.GetType().Name, handshake) switch
        {
            ("NotSslRecordException", true) => isClient ? $"{peer} does not speak TLS: is it a node without scalems.tls?" : $"{peer} is refused: it does not speak TLS",
            ("NotSslRecordException", false) => null,
            ("TooLongFrameException" or "CorruptedFrameException", _) => $"{peer} is refused: {FrameProblem(reason!.Message)}",
            (nameof(AuthenticationException), _) when reason!.Message.Contains("RemoteCertificateValidationCallback", StringComparison.Ordinal) => null,
            (_, true) when isClient => $"{peer} refuses this node's certificate, or does not speak TLS 1.2 ({FirstLine(reason?.Message ?? "the handshake failed")})",
            (_, true) => $"{peer} is refused: no TLS connection came about ({FirstLine(reason?.Message ?? "the handshake failed")})",
            (not null, _) => $"the connection with {peer} is broken ({FirstLine(reason!.Message)})",
            _ => FirstLine(text),
        };
    }

    /// <summary>Akka.Remote says it again in other words.</summary>
    private static bool IsRepetition(string text) => text.StartsWith("Rejected incoming connection from", StringComparison.Ordinal);

    private static Exception? Innermost(Exception? error)
    {
        while (error?.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();

    private static string FrameProblem(string message)
    {
        var numbers = Number().Matches(message).Select(static match => match.Value).ToArray();
        return numbers.Length == 2
            ? string.Create(CultureInfo.InvariantCulture, $"it sent a frame of {numbers.MaxBy(static number => number.Length)} bytes; at most {numbers.MinBy(static number => number.Length)} are possible")
            : $"it sent what is no frame ({FirstLine(message)})";
    }

    private static string Peer(string endpoint) =>
        IPEndPoint.TryParse(endpoint, out var address) && address.Address.IsIPv4MappedToIPv6
            ? new IPEndPoint(address.Address.MapToIPv4(), address.Port).ToString()
            : endpoint;

    [GeneratedRegex(@"channel \[.*?->(?<remote>.*?)\]\(Id=")]
    private static partial Regex Channel();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
