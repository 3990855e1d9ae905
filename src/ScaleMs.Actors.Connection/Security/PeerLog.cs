using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;

namespace ScaleMs.Actors.Connection.Security;

/// <summary>
/// Akka.Remote logs a refused or disconnected peer as one or more errors with stack traces. They are replaced by one line each: a warning
/// for incoming connections, an error for outgoing ones.
/// </summary>
/// <param name="time">The clock.</param>
public sealed partial class PeerLog(TimeProvider time) : LogFilterBase
{
    private const string OurRefusal = "RemoteCertificateValidationCallback";
    private const string Unreachable = "Tried to associate with unreachable remote address [";
    private const string NoCertificate = "Mutual TLS required but client did not provide a certificate from ";

    private const string Silent = "No response from remote for inbound association";

    private const string Everything = "DEBUG";
    private const int MostLines = 256;

    private static readonly TimeSpan SilenceBetween = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _said = [];
    private volatile ActorSystem? _system;
    private long _silent;

    /// <summary>Not by message, which would format every event.</summary>
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <summary>Sets the system that logs the replacement lines.</summary>
    public void Attach(ActorSystem system) => _system = system;

    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null)
    {
        if (_system is not { } system || content.LogLevel() < LogLevel.WarningLevel || system.Settings.LogLevel == Everything)
        {
            return LogFilterDecision.Keep;
        }

        if (!IsOfRemoting(content))
        {
            return IsOfMembership(content) ? LogFilterDecision.Drop : LogFilterDecision.Keep;
        }

        var text = content.Message?.ToString() ?? "";
        var line = text.StartsWith(Silent, StringComparison.Ordinal) ? LineForSilent() : LineFor(text, content.Cause);
        if (line == text && content.Cause is null && (content is Warning || text.Contains(PeerCheck.Refused, StringComparison.Ordinal)))
        {
            return LogFilterDecision.Keep;
        }

        if (line is not null && !WasSaid(line))
        {
            system.EventStream.Publish(text.Contains("(Client side)", StringComparison.Ordinal)
                ? new Error(null, content.LogSource, typeof(PeerLog), line)
                : new Warning(content.LogSource, typeof(PeerLog), line));
        }

        return LogFilterDecision.Drop;
    }

    /// <summary>The replacement line; null = none, because another event covers it.</summary>
    internal static string? LineFor(string text, Exception? cause)
    {
        if (IsRepetition(text))
        {
            return null;
        }

        if (text.StartsWith(Unreachable, StringComparison.Ordinal))
        {
            return LineForUnreachable(text);
        }

        if (GatedAddress().Match(text) is { Success: true } gated)
        {
            return LineForGated(gated.Groups["peer"].Value, text);
        }

        if (text.Contains(PeerCheck.Refused, StringComparison.Ordinal))
        {
            return text;
        }

        if (text.StartsWith(NoCertificate, StringComparison.Ordinal))
        {
            return $"{Peer(text[NoCertificate.Length..])} {PeerCheck.Refused}it has none";
        }

        var reason = Innermost(cause);
        var channel = Channel().Match(text);
        if (!channel.Success)
        {
            // Not about a connection: the first line says what happened, the cause why.
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
            (nameof(AuthenticationException), _) when reason!.Message.Contains(OurRefusal, StringComparison.Ordinal) => null,
            (nameof(IOException), true) when !isClient => null,
            (_, true) when isClient => $"{peer} refuses this node's certificate, or does not speak TLS ({FirstLine(reason?.Message ?? "the handshake failed")})",
            (_, true) => $"{peer} is refused: the TLS handshake failed ({FirstLine(reason?.Message ?? "no reason was given")})",
            (not null, _) => $"the connection with {peer} is broken ({FirstLine(reason!.Message)})",
            _ => FirstLine(text),
        };
    }

    /// <summary>Port scanners and load balancers' probes keep connecting without sending anything: logged at most once a minute.</summary>
    private string? LineForSilent()
    {
        var silent = Interlocked.Increment(ref _silent);
        return WasSaid(Silent)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"connections that sent nothing within akka.remote.handshake-timeout were closed, {silent} so far");
    }

    /// <summary>Limits the lines about a peer that is retried to one a minute.</summary>
    private bool WasSaid(string line)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_said.TryGetValue(line, out var before) && time.GetElapsedTime(before, now) < SilenceBetween)
            {
                return true;
            }

            if (_said.Count == MostLines)
            {
                _said.Clear();
            }

            _said[line] = now;
            return false;
        }
    }

    /// <summary>An unreachable member: the master logs it for a worker, and a worker logs it for the master.</summary>
    private static bool IsOfMembership(LogEvent content) =>
        content is Warning && content.LogClass?.Namespace?.StartsWith("Akka.Cluster", StringComparison.Ordinal) == true
        && content.Message?.ToString() is { } text
        && (text.Contains("Marking node(s) as UNREACHABLE", StringComparison.Ordinal) || text.StartsWith("SBR took decision", StringComparison.Ordinal));

    private static bool IsOfRemoting(LogEvent content) =>
        content.LogClass?.Namespace?.StartsWith("Akka.Remote", StringComparison.Ordinal) == true
        || content.Cause?.GetType().Namespace?.StartsWith("Akka.Remote", StringComparison.Ordinal) == true
        || content.LogSource?.StartsWith("remoting", StringComparison.OrdinalIgnoreCase) == true
        || content.Message?.ToString()?.StartsWith(Unreachable, StringComparison.Ordinal) == true;

    /// <summary>Whether Akka.Remote repeats an earlier message in other words.</summary>
    private static bool IsRepetition(string text) =>
        text is "Disassociated"
        || text.StartsWith("Rejected incoming connection from", StringComparison.Ordinal)
        || text.Contains("is irrecoverably failed", StringComparison.Ordinal)
        || (text.StartsWith("AssociationError", StringComparison.Ordinal)
            && (text.Contains("Error [Association failed with", StringComparison.Ordinal) || text.Contains("Error [Connection refused", StringComparison.Ordinal)));

    /// <summary>Why an association failed; null = its TLS connection failed, which is reported separately.</summary>
    public static string? ReasonOf(Exception? cause) =>
        Innermost(cause) is { } reason && !reason.Message.Contains("TLS", StringComparison.Ordinal)
            ? SchemeAndAddress().Replace(FirstLine(reason.Message), "")
            : null;

    /// <summary>The address and the innermost error; null = the certificate's refusal was logged already.</summary>
    private static string? LineForUnreachable(string text)
    {
        if (text.Contains(OurRefusal, StringComparison.Ordinal) || text.Contains(PeerCheck.Refused, StringComparison.Ordinal))
        {
            return null;
        }

        var address = text[Unreachable.Length..].Split(']')[0];
        var peer = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

        // Akka.Remote repeats the address in the reason.
        return $"{peer} cannot be reached: {SchemeAndAddress().Replace(InnermostReason(text), "")}";
    }

    /// <summary>Why a peer is gated; null = it closed the connection, which is logged elsewhere.</summary>
    private static string? LineForGated(string peer, string text) =>
        InnermostReason(text) is var reason && reason != "Disassociated" && !text.Contains(OurRefusal, StringComparison.Ordinal) && !text.Contains(PeerCheck.Refused, StringComparison.Ordinal)
            ? $"the connection with {peer} is broken ({reason})"
            : null;

    /// <summary>The message of the last exception in a text.</summary>
    private static string InnermostReason(string text)
    {
        if (text.Split('\n').LastOrDefault(static line => line.Contains("Exception: ", StringComparison.Ordinal)) is { } inner)
        {
            return inner[(inner.LastIndexOf("Exception: ", StringComparison.Ordinal) + "Exception: ".Length)..].TrimEnd().TrimEnd(']');
        }

        var first = FirstLine(text);
        var reason = first.LastIndexOf("Reason: [", StringComparison.Ordinal);
        return reason < 0 ? first : first[(reason + "Reason: [".Length)..].Split(']')[0];
    }

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
            ? string.Create(CultureInfo.InvariantCulture, $"it sent a frame of {numbers.MaxBy(static number => number.Length)} bytes; the maximum is {numbers.MinBy(static number => number.Length)}")
            : $"it sent an invalid frame ({FirstLine(message)})";
    }

    /// <summary>An endpoint in readable form.</summary>
    public static string Peer(string endpoint) =>
        IPEndPoint.TryParse(endpoint, out var address) && address.Address.IsIPv4MappedToIPv6
            ? new IPEndPoint(address.Address.MapToIPv4(), address.Port).ToString()
            : endpoint;

    [GeneratedRegex(@"channel \[.*?->(?<remote>.*?)\]\(Id=")]
    private static partial Regex Channel();

    [GeneratedRegex(@"^Association with remote system \S+@(?<peer>\S+) has failed; address is now gated")]
    private static partial Regex GatedAddress();

    [GeneratedRegex(@" (ssl\.)?tcp://\S+@\S+$")]
    private static partial Regex SchemeAndAddress();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
