using System.Globalization;
using Akka.Actor;
using ScaleMs.Actors.Connection.Direct;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Ranks;
using ScaleMs.Actors.Worker.Slots;

namespace ScaleMs.Actors.Worker.Registration;

internal sealed partial class WorkerNode
{
    // While more tasks wait, results are collected for this long: a batch of a hundred when tasks are short. No slot waits
    // for it, because the prefetched tasks last longer.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(10);

    // Longer than a busy master takes to acknowledge, too short for a user to notice.
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(5);

    // Characters of each stream; a character takes at most three bytes, so both streams stay below 64 KiB.
    private const int OutputChunkCharacters = 10 * 1024;

    private readonly HashSet<AckRow> _reportedStarts = [];
    private TimeSpan _counted;
    private int _reportedCount;
    private readonly HashSet<StartAnnouncement> _announced = [];
    private readonly BatchBuilder<ResultRow> _batch = new();
    private long _received;
    private long _receivedSlots;
    private CreditGrant? _lastGrant;

    private void ForgetEarlierRegistration()
    {
        (_received, _receivedSlots, _lastGrant) = (0, 0, null);
        _reportedStarts.Clear();
        _reportedCount = 0;
    }

    private void Take(AssignBatch batch)
    {
        if (!Sender.Equals(_pool))
        {
            // From an earlier registration: those tasks have been given to other workers.
            return;
        }

        // In the order of a task's states, so that no task here is missed: waiting, running, ended.
        var rows = new List<TaskRow>(batch.Tasks.Length);
        HashSet<AckRow> held = [.. _slots.Board.WaitingOf(batch.Tasks), .. _slots.Running(), .. _slots.Files.Ids];
        Flush();
        foreach (var row in batch.Tasks)
        {
            _received++;
            _receivedSlots += row.Slots;
            var id = new AckRow(row.Key, row.Attempt);
            if (row.Slots > _slots.Board.Capacity)
            {
                _slots.EndWithout(id, TooLarge(row), NowMicroseconds());
            }
            else if (_slots.Unacknowledged.TryGet(id, out var result))
            {
                // The master that considered it unassigned has it in flight now, and may already have acknowledged it.
                Send(result);
                SendBatch();
            }
            else if (!held.Contains(id))
            {
                if (row.Ranks.ArePart)
                {
                    Expect(row);
                }

                rows.Add(row);
            }
        }

        _slots.Add(rows);
        FlushLater();
    }

    /// <summary>Opens the ways to the ranks on other workers.</summary>
    private void Expect(in TaskRow row)
    {
        var task = _slots.Ranks.Begin(row);
        var own = row.Ranks.First;
        var provider = ((ExtendedActorSystem)Context.System).Provider;
        var direct = DirectConnections.Of(Context.System);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        task.WhenOver(over.SetResult);
        foreach (var place in row.Places.Where(place => place.First != own))
        {
            var relay = provider.ResolveActorRef($"{place.Worker}/{RankRelay.Name}");
            task.Routes.Lead(place, new RemoteWorker(relay, task.Id, direct, over.Task, () => task.LostConnection(place)));
        }

        _relay.Tell(new RankRelay.TaskCame(task.Id));
    }

    private EndReason TooLarge(TaskRow row) => new(
        TaskState.Failed,
        TaskOutcome.Error(
            ErrorType.InsufficientResources,
            string.Create(CultureInfo.InvariantCulture, $"the task needs {row.Slots} slots; the worker {_options.Name} has {_slots.Board.Capacity}")));

    private void Cancel(AckRow id, bool waitingOnly = false)
    {
        if (_slots.Files.Cancel(id))
        {
            _slots.Ranks.Drop(id);
        }
        else if (_slots.Board.Remove(id))
        {
            _slots.Ranks.Drop(id);
            _slots.EndWithout(id, EndReason.CanceledBeforeItBegan, NowMicroseconds());
        }
        else if (_slots.Board.Withdraw(id, waitingOnly))
        {
            foreach (var slot in _slots.Slots)
            {
                slot.Withdraw(id);
            }
        }
        else if (waitingOnly)
        {
            // It has begun, and may go on.
        }
        else if (_slots.Ranks.Find(id) is { } ranks)
        {
            ranks.End(EndReason.Canceled);
        }
        else
        {
            End(id, EndReason.Canceled);
        }
    }

    /// <summary>Tells the slots that run the task, or ranks of it, to end it.</summary>
    private void End(AckRow id, EndReason reason)
    {
        foreach (var slot in _slots.Slots.Where(slot => slot.Begun.Any(task => task.Id == id)))
        {
            _workers[slot.Number].Tell(new WorkerActor.EndTask(id, reason));
        }
    }

    /// <summary>Sends the results of ended tasks, in batches, and the freed credit.</summary>
    private void Flush()
    {
        if (_pool is null)
        {
            return;
        }

        while (_slots.TryTakeEnded(out var result))
        {
            Send(result);
            _slots.Unacknowledged.Add(result, Now);
        }

        SendBatch();
        Grant();
        FlushLater();
    }

    private void FlushLater()
    {
        if (_slots.Board.Count > 0 && !Timers.IsTimerActive(nameof(Ended)))
        {
            Timers.StartSingleTimer(nameof(Ended), Ended.Instance, FlushInterval);
        }
    }

    private void Send(in ResultRow result)
    {
        if (!_batch.HasRoomFor(result))
        {
            SendBatch();
        }

        _batch.Add(result);
    }

    private void SendBatch()
    {
        if (!_batch.IsEmpty)
        {
            Channel.Tell(_pool!, new ResultBatch(_batch.Close()));
        }
    }

    private void Grant()
    {
        if (_recycling)
        {
            return;
        }

        // Then sub-tasks that wait here must not keep away others that could begin.
        var subTasksOnly = _slots.TakesSubTasksOnly;
        if (subTasksOnly)
        {
            HandBack();
        }

        var room = Math.Max(0, _slots.Board.Capacity + _options.Prefetch - _slots.HeldSlots);
        var grant = new CreditGrant(_registration, Math.Max(_receivedSlots + room, _lastGrant?.Granted ?? 0), _received)
        {
            SubTasksOnly = subTasksOnly,
            Waiting = _slots.Slots.Sum(static slot => slot.Waiting.Sum(static task => task.Row.Slots)) + (subTasksOnly ? _slots.Board.WaitingSlots : 0),
        };
        if (grant != _lastGrant)
        {
            _lastGrant = grant;
            _pool!.Tell(grant);
        }
    }

    /// <summary>What cannot run here before others have ended runs elsewhere. The master gives a task to another worker that was cancelled without its asking for that.</summary>
    private void HandBack()
    {
        foreach (var id in _slots.Board.WaitingWithoutParent())
        {
            if (_slots.Board.Remove(id))
            {
                _slots.Ranks.Drop(id);
                _slots.EndWithout(id, EndReason.CanceledBeforeItBegan, NowMicroseconds());
            }
        }
    }

    private void SendAgain(TimeSpan sentBefore)
    {
        foreach (var result in _slots.Unacknowledged.SentBefore(sentBefore, Now))
        {
            Send(result);
        }

        SendBatch();
    }

    private void ReportState()
    {
        if (_pool is null)
        {
            return;
        }

        ReportStarts(_pool);
        AnnounceStarts(again: true);
        SendAgain(Now - ResendAfter);
        Grant();
        LeaveIfReleased();
    }

    private void ReportStarts(IActorRef pool)
    {
        var longAgo = NowMicroseconds() - (ReportInterval.Ticks / TimeSpan.TicksPerMicrosecond);
        var all = _slots.Slots.SelectMany(static slot => slot.Begun).ToArray();
        var counts = Now - _counted >= CountInterval;
        var running = counts ? all : Array.FindAll(all, task => task.StartedMicroseconds <= longAgo);
        var news = running.Where(task => !_reportedStarts.Contains(task.Id)).Select(static task => new StartedRow(task.Id, task.StartedMicroseconds)).ToArray();
        var count = counts ? all.Length : _reportedCount;
        if (news.Length > 0 || count != _reportedCount)
        {
            pool.Tell(new TasksStarted(_registration, [.. news]) { Running = count });
        }

        (_counted, _reportedCount) = (counts ? Now : _counted, count);
        _reportedStarts.Clear();
        _reportedStarts.UnionWith(running.Select(static task => task.Id));
    }

    /// <summary>Tells the master which tasks that were lost once are about to begin. They begin when it has acknowledged that.</summary>
    /// <param name="again">Includes tasks it was already told of: the message or the answer may be lost.</param>
    private void AnnounceStarts(bool again)
    {
        if (_pool is null)
        {
            return;
        }

        var starts = _slots.Announcements.Where(start => _announced.Add(start) || again).ToArray();
        if (starts.Length > 0)
        {
            _pool.Tell(new TasksStarted(_registration, [.. starts.Select(static start => new StartedRow(start.Task, NowMicroseconds()))]) { MustBeAcknowledged = true });
        }
    }

    private void LetBegin(StartsAcknowledged acknowledged)
    {
        foreach (var start in _slots.Announcements.Where(start => acknowledged.Tasks.Contains(start.Task)))
        {
            _announced.Remove(start);
            start.Acknowledged();
        }
    }

    private void Answer(ReadOutput question)
    {
        var id = new AckRow(question.Key, question.Attempt);
        var output = _slots.Ranks.Find(id)?.Output ?? _slots.Slots.SelectMany(static slot => slot.Begun).FirstOrDefault(task => task.Id == id)?.Output;
        var stdout = output?.Read(OutputStream.Out, question.FromStdout, OutputChunkCharacters) ?? "";
        var stderr = output?.Read(OutputStream.Error, question.FromStderr, OutputChunkCharacters) ?? "";
        question.ReplyTo.Tell(new OutputChunk(
            question.Key, question.Attempt, output is not null, stdout, stderr, question.FromStdout + stdout.Length, question.FromStderr + stderr.Length));
    }

    private static long NowMicroseconds() => TaskTimestamps.ToMicroseconds(Context.System.Scheduler.Now);
}
