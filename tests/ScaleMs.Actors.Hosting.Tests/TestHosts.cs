using System.Collections.Concurrent;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Hosting.Tests;

/// <summary>Hosts as users make them, with what they log.</summary>
internal sealed class TestHosts : IAsyncDisposable
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly List<IHost> _hosts = [];

    public ConcurrentQueue<LogLine> Log { get; } = new();

    public int Port { get; } = Ports.Free();

    /// <summary>Builds one.</summary>
    public IHost Build(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(new LogProvider(Log));
        builder.Services.AddHealthChecks();
        add(builder.Services);
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }

    /// <summary>Starts one whose actor system has the parts that are added.</summary>
    public async Task<IHost> StartAsync(Action<AkkaConfigurationBuilder> add)
    {
        var host = Build(services => services.AddAkka(NodeConfig.SystemName, (akka, _) => add(akka)));
        await host.StartAsync();
        return host;
    }

    /// <summary>Starts one with a master at <see cref="Port"/>.</summary>
    public Task<IHost> StartMasterAsync(string more = "") =>
        StartAsync(akka => akka.AddHocon($"{AtPort}\nscalems.journal = off\n{more}", HoconAddMode.Prepend).AddScaleMsMaster());

    public string AtPort => $"akka.remote.dot-netty.tcp.port = {Port}";

    /// <summary>Where that master is.</summary>
    public string Contact => $"scalems.client.contact = [\"127.0.0.1:{Port}\"]";

    /// <summary>What a host's health checks say, by name.</summary>
    public static async Task<Dictionary<string, HealthStatus>> HealthAsync(IHost host, string tag)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag));
        return report.Entries.ToDictionary(static entry => entry.Key, static entry => entry.Value.Status);
    }

    /// <summary>Asks again and again until a host's check is healthy, or not.</summary>
    public static async Task UntilAsync(IHost host, string name, HealthStatus status)
    {
        using var deadline = new CancellationTokenSource(Long);
        while ((await HealthAsync(host, "ready"))[name] != status)
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    /// <summary>Waits until a host has told itself to stop.</summary>
    public static async Task StoppingAsync(IHost host)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task.WaitAsync(Long);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            // One that did not start has nothing to stop.
            if (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested)
            {
                await host.StopAsync();
            }

            host.Dispose();
        }
    }

    /// <summary>One event.</summary>
    public sealed record LogLine(string Category, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Values);

    private sealed class LogProvider(ConcurrentQueue<LogLine> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue(new LogLine(
                    category,
                    logLevel,
                    formatter(state, exception),
                    (state as IReadOnlyList<KeyValuePair<string, object?>>)?.ToDictionary(static pair => pair.Key, static pair => pair.Value) ?? []));
        }
    }
}
