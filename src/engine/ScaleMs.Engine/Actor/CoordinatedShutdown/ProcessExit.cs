using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Akka.Actor;

/// <summary>Ends actor systems in good order when the process is asked to end (SIGTERM, Environment.Exit, the end of Main).</summary>
internal static class ProcessExit
{
    // 128 + 15, what a shell reports for a process that SIGTERM ended.
    private const int TerminatedBySignal = 143;

    private static readonly ConcurrentDictionary<CoordinatedShutdown, byte> Running = new();
    private static int _registered;
    private static PosixSignalRegistration? _signal;
    private static volatile bool _byShutdown;

    /// <summary>Runs the shutdown when the process ends before the system does.</summary>
    public static void Before(CoordinatedShutdown shutdown)
    {
        Running.TryAdd(shutdown, 0);
        shutdown.System.RegisterOnTermination(() => Running.TryRemove(shutdown, out _));
        if (Interlocked.Exchange(ref _registered, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => ShutAllDown();
            _signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
        }
    }

    /// <summary>Ends the process from within a shutdown, which therefore must not be waited for.</summary>
    public static void Now()
    {
        _byShutdown = true;
        _ = Task.Run(static () => Environment.Exit(0));
    }

    // Since .NET 10 nothing turns SIGTERM into an orderly exit, unless a Generic Host does: that stops its services first, and
    // the exit comes at its end.
    private static void OnTerminate(PosixSignalContext context)
    {
        if (!Running.IsEmpty && !AppDomain.CurrentDomain.GetAssemblies().Any(static a => a.GetName().Name == "Microsoft.Extensions.Hosting"))
        {
            context.Cancel = true;
            _ = Task.Run(static () => Environment.Exit(TerminatedBySignal));
        }
    }

    private static void ShutAllDown()
    {
        _signal?.Dispose();
        if (_byShutdown)
        {
            return;
        }

        var shutdowns = Running.Keys.ToArray();
        var ends = shutdowns.Select(static shutdown => shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance)).ToArray();
        var longest = shutdowns.Aggregate(TimeSpan.Zero, static (most, shutdown) => shutdown.TotalTimeout > most ? shutdown.TotalTimeout : most);
#pragma warning disable VSTHRD002 // the process ends when this method returns
        Task.WaitAll(ends, longest);
#pragma warning restore VSTHRD002
    }
}
