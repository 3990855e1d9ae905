using System.ComponentModel;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Machine;
using ScaleMs.Actors.Worker.Mpi;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>The slot's thread.</content>
internal sealed partial class ProcessSlot
{
    // Each level is one on the process's stack.
    private const int MostNested = 32;

    private readonly List<TaskRow> _taken = [];
    private readonly List<SlotEffect> _threadEffects = [];

    /// <summary>What the task that was looked at last needs.</summary>
    private (TaskRuntime? Runtime, SlotEnvironment? Environment) _lastFit;

    private void Loop()
    {
        while (Advance() is var step and not SlotStep.End)
        {
            try
            {
                Do(step);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The slot was stopped while it waited. A task that waits in its process goes on until that ends.
                if (step is SlotStep.TakeForWaiting)
                {
                    _ = _wake.WaitOne(PrefetchWindow.Ahead);
                }
            }
        }

        CloseAside();
        Owner.Stopped(this);
    }

    private bool FitsProcess(TaskRow row)
    {
        // Tasks of one batch share the object.
        if (_lastFit.Environment is null || !ReferenceEquals(row.Runtime, _lastFit.Runtime))
        {
            _lastFit = (row.Runtime, _environments.Of(row));
        }

        return _lastFit.Environment == _machine.Environment;
    }

    private SlotStep Advance()
    {
        var now = Now();
        SlotStep step;
        SlotProcess? process;
        lock (_gate)
        {
            // Under the lock, so that a task that is withdrawn is found either at the board or among those that were sent.
            _taken.Clear();
            if (_machine.FirstToSend is { } first)
            {
                if (Owner.Board.TryForget(first))
                {
                    _machine.Forgot(_threadEffects);
                }
                else
                {
                    _taken.Add(first);
                }
            }

            if (_machine.Room(now.Elapsed) is > 0 and var room)
            {
                Owner.Board.TakeMore(_taken, room, FitsProcess);
            }

            step = _machine.Next(now, _taken, _threadEffects);
            process = Apply_NeedsLock(_threadEffects);
        }

        Perform(_threadEffects, process);
        Flush(process);
        return step;
    }

    private void Do(SlotStep step)
    {
        switch (step)
        {
            case SlotStep.TakeFirst:
                _endsLater?.WaitUntilOver(_stop.Token);
                _endsLater = null;
                var row = _subTasksOnly ? Owner.Board.TakeSubTask(_boardWaiter, _stop.Token) : Owner.Board.TakeAhead(Owner.Idle, _stop.Token);
                var needed = EnvironmentOf(row);
                lock (_gate)
                {
                    _machine.Took(row, needed);
                }

                break;
            case SlotStep.TakeForWaiting(var slots):
                TakeForWaiting(slots);
                break;
            case SlotStep.Start(var environment, var warmsUp):
                StartProcess(environment, warmsUp);
                break;
            case SlotStep.Announce(var announced):
                Owner.Announce(announced, _stop.Token);
                lock (_gate)
                {
                    _machine.Acknowledged();
                }

                break;
            case SlotStep.Wait(var longest):
                _ = _wake.WaitOne(longest);
                break;
            case SlotStep.Pause(var time):
                _ = _stop.Token.WaitHandle.WaitOne(time);
                break;
        }
    }

    /// <summary>Waits until the task that waits can go on, there is a task that can run in its process meanwhile, or something else has come up.</summary>
    private void TakeForWaiting(int slots)
    {
        if (Owner.Board.WaitFor(_boardWaiter, slots, () => _machine.WantsToGoOn, MayNest, _stop.Token) is not { } taken)
        {
            return;
        }

        if (taken.Row is { } row)
        {
            lock (_gate)
            {
                _machine.Took(row, _environments.Of(row));
            }
        }
        else
        {
            var goesOn = false;
            Handle(effects => goesOn = _machine.GoesOn(Now().Elapsed, effects));
            if (goesOn)
            {
                Owner.GoesOn();
            }
            else
            {
                Owner.Board.Release(slots);
            }
        }
    }

    /// <summary>
    /// Whether a task was submitted by the one on top that waits here, and can run in its process. A task of another one could wait for one below it, as an
    /// equal task does, and that goes on only when nothing is above it.
    /// </summary>
    private bool MayNest(TaskRow row) =>
        row is { Slots: 1, Attempt: <= 1, Ranks.AreSeveral: false, Resources: null, Parent: { } parent }
        && _waiting is { IsEmpty: false, Count: < MostNested } waiting
        && waiting[^1] is var top
        && parent.Key == top.Row.Key && parent.Attempt == top.Row.Attempt
        && Owner.Nesting.IsAllowed(top.Id)
        && _environments.Of(row) == _machine.EnvironmentOfWaiting;

    private SlotEnvironment EnvironmentOf(in TaskRow row)
    {
        var environment = _environments.Of(row);
        return row.Ranks.AreSeveral && environment.Worlds is PythonWorlds worlds && Owner.Ranks.Of(row) is { HasOwnWorld: true } task
            ? environment.InWorld(new TaskWorld(task.World(worlds.OfTask), row.Ranks.First))
            : environment;
    }

    private void StartProcess(SlotEnvironment environment, bool warmsUp)
    {
        if (TryResume(environment))
        {
            return;
        }

        SlotProcess process;
        try
        {
            process = SlotProcess.Start(environment, Number, warmsUp, new Events(this), _environments.Leases, _environments.Limits);
        }
        catch (Win32Exception error)
        {
            Handle(effects => _machine.CouldNotStart($"'{environment.Command}' cannot be started: {error.Message}", Now(), effects));
            return;
        }

        Handle(effects =>
        {
            _process = process;
            _machine.Started(effects);
        });
        process.Listen();
    }

    /// <summary>Goes on with a process that was put aside; false = there is none for the environment.</summary>
    private bool TryResume(SlotEnvironment environment)
    {
        var resumed = false;
        Handle(effects =>
        {
            if (_aside.Take(environment) is var (process, state))
            {
                resumed = true;
                _process = process;
                _machine.Resumed(state, effects);
            }
        });
        return resumed;
    }
}
