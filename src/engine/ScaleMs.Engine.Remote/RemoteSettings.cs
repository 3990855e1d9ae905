using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote;

/// <summary>What the section <c>akka.remote</c> says.</summary>
public class RemoteSettings
{
#pragma warning disable CA2211 // a public field is part of the public API
    public static readonly string AkkaScheme = "akka.tcp";
#pragma warning restore CA2211

    public RemoteSettings(Config config)
    {
        Config = config;
        LogReceive = config.GetBoolean("akka.remote.log-received-messages");
        LogSend = config.GetBoolean("akka.remote.log-sent-messages");
        UntrustedMode = config.GetBoolean("akka.remote.untrusted-mode");
        TrustedSelectionPaths = [.. config.GetStringList("akka.remote.trusted-selection-paths")];
        RemoteLifecycleEventsLogLevel = config.GetString("akka.remote.log-remote-lifecycle-events") ?? "DEBUG";
        if (RemoteLifecycleEventsLogLevel.Equals("on", StringComparison.OrdinalIgnoreCase))
        {
            RemoteLifecycleEventsLogLevel = "DEBUG";
        }

        Dispatcher = config.GetString("akka.remote.use-dispatcher") ?? string.Empty;
        RetryGateClosedFor = config.GetTimeSpan("akka.remote.retry-gate-closed-for");
        UsePassiveConnections = config.GetBoolean("akka.remote.use-passive-connections");
        LogBufferSizeExceeding = config.GetInt("akka.remote.log-buffer-size-exceeding");
        ShutdownTimeout = config.GetTimeSpan("akka.remote.shutdown-timeout");
        FlushWait = config.GetTimeSpan("akka.remote.flush-wait-on-shutdown");
        StartupTimeout = config.GetTimeSpan("akka.remote.startup-timeout");
        CommandAckTimeout = config.GetTimeSpan("akka.remote.command-ack-timeout");
        BackoffPeriod = config.GetTimeSpan("akka.remote.backoff-interval");
        SysMsgAckTimeout = config.GetTimeSpan("akka.remote.system-message-ack-piggyback-timeout");
        SysResendTimeout = config.GetTimeSpan("akka.remote.resend-interval");
        SysResendLimit = config.GetInt("akka.remote.resend-limit");
        SysMsgBufferSize = config.GetInt("akka.remote.system-message-buffer-size");
        InitialSysMsgDeliveryTimeout = config.GetTimeSpan("akka.remote.initial-system-message-delivery-timeout");
        QuarantineSilentSystemTimeout = config.GetTimeSpan("akka.remote.quarantine-after-silence");
        QuarantineDuration = config.GetTimeSpan("akka.remote.prune-quarantine-marker-after");
        WatchFailureDetectorConfig = config.GetConfig("akka.remote.watch-failure-detector");
        WatchFailureDetectorImplementationClass = WatchFailureDetectorConfig.GetString("implementation-class") ?? string.Empty;
        WatchHeartBeatInterval = WatchFailureDetectorConfig.GetTimeSpan("heartbeat-interval");
        WatchUnreachableReaperInterval = WatchFailureDetectorConfig.GetTimeSpan("unreachable-nodes-reaper-interval");
        WatchHeartbeatExpectedResponseAfter = WatchFailureDetectorConfig.GetTimeSpan("expected-response-after");
    }

    public Config Config { get; }

    public bool LogReceive { get; set; }

    public bool LogSend { get; set; }

    public bool UntrustedMode { get; set; }

    public HashSet<string> TrustedSelectionPaths { get; set; }

    public string RemoteLifecycleEventsLogLevel { get; set; }

    public string Dispatcher { get; set; }

    /// <summary>The longest pause between two attempts to connect to a peer.</summary>
    public TimeSpan RetryGateClosedFor { get; set; }

    public bool UsePassiveConnections { get; set; }

    public int LogBufferSizeExceeding { get; set; }

    public TimeSpan ShutdownTimeout { get; set; }

    public TimeSpan FlushWait { get; set; }

    public TimeSpan StartupTimeout { get; set; }

    public TimeSpan CommandAckTimeout { get; set; }

    public TimeSpan BackoffPeriod { get; set; }

    public TimeSpan SysMsgAckTimeout { get; set; }

    public TimeSpan SysResendTimeout { get; set; }

    public int SysResendLimit { get; set; }

    public int SysMsgBufferSize { get; set; }

    public TimeSpan InitialSysMsgDeliveryTimeout { get; set; }

    public TimeSpan QuarantineSilentSystemTimeout { get; set; }

    public TimeSpan? QuarantineDuration { get; set; }

    public Config WatchFailureDetectorConfig { get; set; }

    public string WatchFailureDetectorImplementationClass { get; set; }

    public TimeSpan WatchHeartBeatInterval { get; set; }

    public TimeSpan WatchUnreachableReaperInterval { get; set; }

    public TimeSpan WatchHeartbeatExpectedResponseAfter { get; set; }

    public Props ConfigureDispatcher(Props props) => string.IsNullOrEmpty(Dispatcher) ? props : props.WithDispatcher(Dispatcher);
}
