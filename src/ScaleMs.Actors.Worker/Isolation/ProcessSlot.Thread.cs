using System.ComponentModel;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>The slot's thread.</content>
internal sealed partial class ProcessSlot
{
    private readonly List<TaskRow> _taken = [];
    private readonly List<SlotEffect> _threadEffects = [];

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
                // The slot was stopped while it waited.
            }
        }
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
                Owner.Board.TakeMore(_taken, room);
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
                var row = Owner.Board.TakeAhead(Owner.Idle, _stop.Token);
                lock (_gate)
                {
                    _machine.Took(row);
                }

                break;
            case SlotStep.Start(var warmsUp):
                StartProcess(warmsUp);
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

    private void StartProcess(bool warmsUp)
    {
        SlotProcess process;
        try
        {
            process = SlotProcess.Start(_settings.Command, _settings.Start with { WarmsUp = warmsUp }, this);
        }
        catch (Win32Exception error)
        {
            Handle(effects => _machine.CouldNotStart($"'{_settings.Command}' cannot be started: {error.Message}", Now(), effects));
            return;
        }

        Handle(effects =>
        {
            _process = process;
            _machine.Started(effects);
        });
        process.Listen();
    }
}
