using Akka.Actor;
using Akka.Event;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Provisioning;

// Workers by need, and the end of all.
#pragma warning disable CA1001 // See the other part.
internal sealed partial class WorkerProvisioner
#pragma warning restore CA1001
{
    private readonly Dictionary<string, TimeSpan> _idleSince = new(StringComparer.Ordinal);

    /// <summary>Grows with the queue, up to the most; shrinks when workers are idle, down to the fewest.</summary>
    private void OnLoad(PoolLoad load)
    {
        if (_settings.Elastic is not { } elastic || _asksForEnd is not null || _contact is null)
        {
            return;
        }

        var mine = _launches.Values.Where(static launch => launch.Entry is { IsElastic: true, IsReleased: false } && launch.Failure is null).ToList();
        var others = Math.Max(0, load.Slots - (mine.Count(static launch => launch.State == WorkerState.Active) * elastic.Worker.Slots));
        var wanted = Math.Clamp((int)Math.Min(int.MaxValue, (Math.Max(0, load.WantedSlots - others) + elastic.Worker.Slots - 1) / elastic.Worker.Slots), elastic.Min, elastic.Max);
        if (mine.Count < wanted && HealthOf(elastic.Worker.Launcher!).Paused is null)
        {
            _log.Info("{Slots} slots' worth of tasks are there to run: {Workers} more workers are started", load.WantedSlots, wanted - mine.Count);
            Add(elastic.Worker, wanted - mine.Count, ActorRefs.Nobody, isElastic: true);
            return;
        }

        var now = Now;
        foreach (var launch in mine)
        {
            if (launch.State == WorkerState.Active && load.Idle.Contains(launch.Uid))
            {
                _idleSince.TryAdd(launch.Uid, now);
            }
            else
            {
                _idleSince.Remove(launch.Uid);
            }
        }

        // What waits to begin goes first, then what has been idle for longest.
        var surplus = mine.Count - wanted;
        foreach (var launch in mine.Where(launch => launch.State == WorkerState.Pending || (_idleSince.TryGetValue(launch.Uid, out var since) && now - since >= elastic.IdleAfter))
            .OrderBy(launch => launch.State == WorkerState.Active).ThenBy(launch => _idleSince.GetValueOrDefault(launch.Uid)).Take(Math.Max(0, surplus)))
        {
            _idleSince.Remove(launch.Uid);
            Release(launch.Uid, "it is idle");
        }
    }

    /// <summary>The master stops: nothing that it has started is left behind.</summary>
    private void OnEnd(EndLaunches end)
    {
        (_asksForEnd, _endsSince) = (Sender, Now);
        foreach (var launch in _launches.Values.ToList())
        {
            launch.Entry = launch.Entry with { IsReleased = true };
            if (launch.State is not (WorkerState.Active or WorkerState.Leaving))
            {
                Cancel(launch, kill: false);
            }
        }

        Write();
        foreach (var wait in _waits.ToList())
        {
            EndWait(wait, ["the master is stopping"]);
        }

        CheckEnd(Now);
    }

    private void CheckEnd(TimeSpan now)
    {
        if (_asksForEnd is null || _asksForEnd.IsNobody())
        {
            return;
        }

        // Those that are registered leave because the pool has told them to.
        if (now - _endsSince >= _settings.EndDeadline)
        {
            foreach (var launch in _launches.Values.Where(static launch => launch.CancelledAt is null).ToList())
            {
                Cancel(launch, kill: false);
            }
        }

        if (_launches.Count > 0 && now - _endsSince >= _settings.EndDeadline * 3)
        {
            _log.Warning("{Workers} workers have not ended: {Uids}", _launches.Count, string.Join(", ", _launches.Keys));
        }
        else if (_launches.Count > 0)
        {
            return;
        }

        _asksForEnd.Tell(LaunchesEnded.Instance);
        _asksForEnd = ActorRefs.Nobody;
    }
}
