using Akka.Actor;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Registration;

/// <summary>
/// Takes what ranks on other workers send to ranks of this one. An actor of its own, because a process may take its time to read. Packets may come
/// before the task does, from a worker that was assigned its part earlier.
/// </summary>
internal sealed class RankRelay : ReceiveActor, IWithTimers
{
    /// <summary>Its name below the worker's node actor.</summary>
    public const string Name = "ranks";

    // Longer than an assignment takes, even when it was lost and is sent again.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(60);

    private readonly RankedTasks _tasks;
    private readonly Dictionary<AckRow, (TimeSpan Since, List<RankMessage> Packets)> _early = [];

    public RankRelay(RankedTasks tasks)
    {
        _tasks = tasks;
        Receive<RankMessage>(Take);
        Receive<TaskCame>(came =>
        {
            if (_early.Remove(came.Task, out var kept))
            {
                kept.Packets.ForEach(Take);
            }
        });
        Receive<Sweep>(_ =>
        {
            foreach (var old in _early.Where(early => Now - early.Value.Since > KeptFor).Select(static early => early.Key).ToList())
            {
                _early.Remove(old);
            }
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(RankedTasks tasks) => Akka.Actor.Props.Create(() => new RankRelay(tasks));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, KeptFor);

    private void Take(RankMessage packet)
    {
        if (_tasks.Find(packet.Task) is { } task)
        {
            task.Arrived(packet);
        }
        else if (_early.TryGetValue(packet.Task, out var kept))
        {
            kept.Packets.Add(packet);
        }
        else
        {
            _early.Add(packet.Task, (Now, [packet]));
        }
    }

    /// <summary>The task is known from now on.</summary>
    internal sealed record TaskCame(AckRow Task);

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
