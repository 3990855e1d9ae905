using System.ComponentModel;

namespace ScaleMs.Actors.Worker.Isolation;

/// <content>Starts the slot's process.</content>
internal sealed partial class ProcessSlot
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // One failed start may be transient overload; the third is reported.
    private const int FailedStartsToReport = 3;

    private int _failedStarts;
    private bool _ready;
    private SlotProcessEnd? _startEnd;

    /// <summary>Makes sure that there is a process which can run tasks.</summary>
    private bool TryStart(bool warmsUp)
    {
        if (Volatile.Read(ref _process) is { } process)
        {
            if (!Volatile.Read(ref _outdated))
            {
                return true;
            }

            LetEnd(process);
        }

        Volatile.Write(ref _outdated, false);

        string reason;
        try
        {
            _startEnd = null;
            lock (_gate)
            {
                _ready = false;
                _process = SlotProcess.Start(_settings.Command, _settings.Start with { WarmsUp = warmsUp }, this);
            }

            _process.Listen();

            while (!Volatile.Read(ref _ready) && Volatile.Read(ref _startEnd) is null)
            {
                _ = _progress.WaitOne();
                _stop.Token.ThrowIfCancellationRequested();
            }

            if (Volatile.Read(ref _ready))
            {
                _failedStarts = 0;
                Owner.CanStart();
                return true;
            }

            reason = _startEnd!.Description;
        }
        catch (Win32Exception error)
        {
            reason = $"'{_settings.Command}' cannot be started: {error.Message}";
        }

        if (++_failedStarts % FailedStartsToReport == 0)
        {
            Owner.CannotStart(this, reason);
        }

        return false;
    }

    /// <summary>Nothing runs or waits in the process.</summary>
    private void LetEnd(SlotProcess process)
    {
        process.Close();
        while (Volatile.Read(ref _process) == process)
        {
            _ = _progress.WaitOne();
            _stop.Token.ThrowIfCancellationRequested();
        }
    }

    private void Pause()
    {
        var pause = TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(_failedStarts - 1, 10), LongestPause.Ticks));
        _ = _stop.Token.WaitHandle.WaitOne(pause);
        _stop.Token.ThrowIfCancellationRequested();
    }
}
