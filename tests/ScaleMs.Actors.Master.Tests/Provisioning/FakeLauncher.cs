using System.Collections.Concurrent;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.Master.Provisioning.Launchers;

namespace ScaleMs.Actors.Master.Tests.Provisioning;

/// <summary>A launcher whose workers are where the test puts them.</summary>
internal sealed class FakeLauncher : IWorkerLauncher
{
    private readonly ConcurrentDictionary<string, LaunchSight> _sights = new();

    /// <summary>Uids in the order in which they were started.</summary>
    public ConcurrentQueue<string> StartedUids { get; } = new();

    /// <summary>Uids that were told to end, with whether they were killed.</summary>
    public ConcurrentQueue<(string Uid, bool Kill)> Cancels { get; } = new();

    /// <summary>Why nothing starts; null = all does.</summary>
    public string? Refusal { get; set; }

    /// <summary>What a worker says.</summary>
    public string Log { get; set; } = "";

    /// <summary>Whether a worker ends that is told to.</summary>
    public bool EndsWhenTold { get; set; } = true;

    public bool Queues { get; init; }

    public void Put(string uid, LaunchSight sight) => _sights[uid] = sight;

    public Task<string> StartAsync(WorkerLaunch launch, string script, CancellationToken cancellation)
    {
        StartedUids.Enqueue(launch.Uid);
        _sights.TryAdd(launch.Uid, new LaunchSight(LaunchSightKind.Runs));
        return Refusal is { } refusal ? Task.FromException<string>(new LaunchException(refusal)) : Task.FromResult("job 1");
    }

    public Task<LaunchSight> LookAsync(WorkerLaunch launch, CancellationToken cancellation) =>
        Task.FromResult(_sights.GetValueOrDefault(launch.Uid, new LaunchSight(LaunchSightKind.Ended, "it is not there")));

    public Task CancelAsync(WorkerLaunch launch, bool kill, CancellationToken cancellation)
    {
        Cancels.Enqueue((launch.Uid, kill));
        if (EndsWhenTold || kill)
        {
            Put(launch.Uid, new LaunchSight(LaunchSightKind.Ended, ExitCode: 143));
        }

        return Task.CompletedTask;
    }

    public Task<string> ReadLogAsync(WorkerLaunch launch, int bytes, CancellationToken cancellation) => Task.FromResult(Log);
}
