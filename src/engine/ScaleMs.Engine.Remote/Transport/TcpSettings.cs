using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote.Transport;

/// <summary>What <c>akka.remote.dot-netty.tcp</c> and <c>scalems.engine.remote</c> say.</summary>
internal sealed record TcpSettings
{
    public const string Section = "akka.remote.dot-netty.tcp";

    /// <summary>Room for an envelope: two paths and a manifest, none of which is ever this long.</summary>
    private const int EnvelopeAllowance = 16 * 1024;

    public required string Hostname { get; init; }

    public required string PublicHostname { get; init; }

    public required int Port { get; init; }

    public required int PublicPort { get; init; }

    public bool UseIPv6 { get; init; }

    public int Backlog { get; init; } = 4096;

    public bool NoDelay { get; init; } = true;

    public bool KeepAlive { get; init; } = true;

    public int SendBufferSize { get; init; } = 256_000;

    public int ReceiveBufferSize { get; init; } = 256_000;

    /// <summary>The largest serialized message.</summary>
    public int MaximumFrameSize { get; init; } = 128_000;

    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan AcceptableSilence { get; init; } = TimeSpan.FromSeconds(124);

    public long MaximumBacklogBytes { get; init; } = 64 * 1024 * 1024;

    public string Secret { get; init; } = string.Empty;

    public TlsSettings? Tls { get; init; }

    /// <summary>The largest frame body accepted from an authenticated peer.</summary>
    public int MaximumBodyLength => MaximumFrameSize + EnvelopeAllowance;

    public static TcpSettings Read(Config config, DotNettySslSetup? ssl)
    {
        var tcp = config.GetConfig(Section) ?? throw new ConfigurationException($"The section {Section} is missing.");
        var detector = config.GetConfig("akka.remote.transport-failure-detector");
        var heartbeat = detector.GetTimeSpan("heartbeat-interval");
        return new TcpSettings
        {
            Hostname = tcp.GetString("hostname") ?? string.Empty,
            PublicHostname = tcp.GetString("public-hostname") ?? string.Empty,
            Port = Port16(tcp, "port"),
            PublicPort = Port16(tcp, "public-port"),
            UseIPv6 = tcp.GetBoolean("dns-use-ipv6"),
            Backlog = tcp.GetInt("backlog"),
            NoDelay = tcp.GetBoolean("tcp-nodelay"),
            KeepAlive = tcp.GetBoolean("tcp-keepalive"),
            SendBufferSize = Size(tcp, "send-buffer-size", 0),
            ReceiveBufferSize = Size(tcp, "receive-buffer-size", 0),
            MaximumFrameSize = Size(tcp, "maximum-frame-size", 1024),
            ConnectionTimeout = tcp.GetTimeSpan("connection-timeout"),
            HandshakeTimeout = config.GetTimeSpan("akka.remote.handshake-timeout"),
            HeartbeatInterval = heartbeat,
            AcceptableSilence = heartbeat + detector.GetTimeSpan("acceptable-heartbeat-pause"),
            MaximumBacklogBytes = config.GetByteSize("scalems.engine.remote.send-buffer-size", 64 * 1024 * 1024) ?? 0,
            Secret = config.GetString("scalems.engine.remote.secret") ?? string.Empty,
            Tls = tcp.GetBoolean("enable-ssl") ? TlsSettings.Read(tcp.GetConfig("ssl"), ssl) : null,
        };
    }

    private static int Port16(Config tcp, string key)
    {
        var port = tcp.GetInt(key);
        return port is >= 0 and <= ushort.MaxValue
            ? port
            : throw new ConfigurationException($"{Section}.{key} is {port}; it must be between 0 and 65535.");
    }

    private static int Size(Config tcp, string key, int minimum)
    {
        var size = tcp.GetByteSize(key) ?? 0;
        return size >= minimum && size <= int.MaxValue / 2
            ? (int)size
            : throw new ConfigurationException($"{Section}.{key} is {size} bytes; it must be between {minimum} and {int.MaxValue / 2}.");
    }
}
