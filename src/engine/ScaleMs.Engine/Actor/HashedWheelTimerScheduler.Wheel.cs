using Akka.Event;

namespace Akka.Actor;

public sealed partial class HashedWheelTimerScheduler
{
    private void Run()
    {
        while (!_stopped)
        {
            if (Volatile.Read(ref _pending) == 0)
            {
                _wake.Reset();
                if (Volatile.Read(ref _pending) == 0 && !_stopped)
                {
                    _wake.Wait();
                }

                // The wheel stood still meanwhile; nothing is on it, so it may jump to the present.
                _tick = Math.Max(_tick, Now() / _tickTicks);
                continue;
            }

            var tickEnd = (_tick + 1) * _tickTicks;
            var wait = tickEnd - Now();
            if (wait > 0)
            {
                Thread.Sleep(TimeSpan.FromTicks(Math.Max(wait, TimeSpan.TicksPerMillisecond)));
                continue;
            }

            TakeAdded();
            Expire();
            _tick++;
        }
    }

    private void TakeAdded()
    {
        while (_added.TryDequeue(out var entry))
        {
            if (entry.IsCancelled)
            {
                Interlocked.Decrement(ref _pending);
            }
            else
            {
                Place(entry);
            }
        }
    }

    private void Place(Entry entry)
    {
        // A deadline within a tick is due at its end: never early, at most a tick late.
        var due = Math.Max(entry.Deadline / _tickTicks, _tick);
        entry.Tick = due;
        ref var bucket = ref _wheel[due & _mask];
        entry.Next = bucket;
        bucket = entry;
    }

    private void Expire()
    {
        ref var bucket = ref _wheel[_tick & _mask];
        var entry = bucket;
        bucket = null;
        Entry? due = null;
        while (entry is not null)
        {
            var next = entry.Next;
            if (entry.IsCancelled)
            {
                Interlocked.Decrement(ref _pending);
            }
            else if (entry.Tick > _tick)
            {
                entry.Next = bucket;
                bucket = entry;
            }
            else
            {
                // The bucket is newest first; this turns it round.
                entry.Next = due;
                due = entry;
            }

            entry = next;
        }

        while (due is not null)
        {
            var next = due.Next;
            due.Next = null;
            Fire(due);
            due = next;
        }
    }

    private void Fire(Entry entry)
    {
        if (entry.IsCancelled)
        {
            Interlocked.Decrement(ref _pending);
            return;
        }

        try
        {
            entry.Run();
        }
        catch (Exception e)
        {
            Log.Error(e, "exception while executing timer task");
            Interlocked.Decrement(ref _pending);
            return;
        }

        if (entry.Interval > 0 && !entry.IsCancelled && !_stopped)
        {
            // From the deadline and not from now, so that the rate stays; but what was missed while the process stood still is dropped.
            entry.Deadline = Math.Max(Saturate(entry.Deadline, entry.Interval), Now() - entry.Interval);
            _added.Enqueue(entry);
        }
        else
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    private abstract class Entry
    {
        public Entry? Next { get; set; }

        public long Deadline { get; set; }

        public long Interval { get; set; }

        public long Tick { get; set; }

        public ICancelable? Cancelable { get; init; }

        public bool IsCancelled => Cancelable?.IsCancellationRequested == true;

        public abstract void Run();
    }

    private sealed class TellEntry(ICanTell receiver, object message, IActorRef sender) : Entry
    {
        public override void Run() => receiver.Tell(message, sender);
    }

    private sealed class ActionEntry(Action action) : Entry
    {
        public override void Run() => action();
    }
}
