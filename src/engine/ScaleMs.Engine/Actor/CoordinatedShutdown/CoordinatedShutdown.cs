using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Ends an actor system in phases that depend on each other; the tasks of a phase run at once, and the next phase waits for them
/// or for the phase's time-out.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    private readonly Dictionary<string, Phase> _phases;
    private readonly List<string> _order;
    private readonly ConcurrentDictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = new();
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILoggingAdapter _log;
    private Reason? _reason;

    internal CoordinatedShutdown(ExtendedActorSystem system, Config config)
    {
        System = system;
        _phases = Phase.FromConfig(config);
        _order = Phase.Order(_phases);
        _log = Logging.GetLogger(system, GetType());
    }

    public ExtendedActorSystem System { get; }

    /// <summary>Why the shutdown was started, or null as long as it was not.</summary>
    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The longest that all phases which have tasks may take together.</summary>
    public TimeSpan TotalTimeout => _order.Where(_tasks.ContainsKey).Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));

    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <summary>Adds a task to a phase; also from a task of an earlier phase, while the shutdown runs.</summary>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        Known(phase);
        var tasks = _tasks.GetOrAdd(phase, static _ => []);
        lock (tasks)
        {
            tasks.Add((taskName, task));
        }
    }

    public TimeSpan Timeout(string phase) => Known(phase).Timeout;

    /// <summary>Starts the shutdown, at a phase if one is named. Every call gets the same task; the first reason counts.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (fromPhase is not null)
        {
            Known(fromPhase);
        }

        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            _ = Task.Run(() => RunPhases(reason, fromPhase is null ? _order : _order[_order.IndexOf(fromPhase)..]));
        }

        return _done.Task;
    }

    private async Task RunPhases(Reason reason, List<string> phases)
    {
        try
        {
            _log.Debug("Coordinated shutdown starts, reason [{0}]", reason.GetType().Name);
            foreach (var phase in phases)
            {
                await RunPhase(phase, _phases[phase]).ConfigureAwait(false);
            }

            _done.TrySetResult(Done.Instance);
        }
        catch (Exception exception)
        {
            _log.Error(exception, "Coordinated shutdown ended early");
            _done.TrySetException(exception);
        }
    }

    private async Task RunPhase(string name, Phase phase)
    {
        if (!_tasks.TryGetValue(name, out var added))
        {
            return;
        }

        (string Name, Func<Task<Done>> Run)[] tasks;
        lock (added)
        {
            tasks = [.. added];
        }

        if (!phase.Enabled)
        {
            _log.Info("Phase [{0}] is disabled, [{1}] tasks are skipped", name, tasks.Length);
            return;
        }

        _log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]", name, tasks.Length, string.Join(", ", tasks.Select(task => task.Name)));
        var all = Task.WhenAll(tasks.Select(task => RunTask(name, phase, task.Name, task.Run)));
        try
        {
            await all.WaitAsync(phase.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!all.IsCompleted)
        {
            var problem = $"Coordinated shutdown phase [{name}] timed out after {phase.Timeout}";
            if (!phase.Recover)
            {
                throw new TimeoutException(problem);
            }

            _log.Warning(problem);
        }
    }

    private async Task RunTask(string phaseName, Phase phase, string taskName, Func<Task<Done>> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception exception) when (phase.Recover)
        {
            _log.Warning(exception, "Task [{0}] failed in phase [{1}]: {2}", taskName, phaseName, exception.Message);
        }
    }

    private Phase Known(string phase) =>
        _phases.TryGetValue(phase, out var known)
            ? known
            : throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{string.Join(", ", _order)}]. All phases must be defined in akka.coordinated-shutdown.phases.");
}
