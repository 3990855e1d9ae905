namespace Akka.Util;

/// <summary>A toggle; the actions run under its lock, so that no two transitions overlap.</summary>
public class Switch
{
    private readonly Lock _lock = new();
    private bool _on;

    public Switch(bool startAsOn = false) => _on = startAsOn;

    public bool IsOn => Volatile.Read(ref _on);

    public bool IsOff => !IsOn;

    public bool SwitchOn() => SwitchOn(static () => { });

    public bool SwitchOn(Action action) => TranscendFrom(false, action);

    public bool SwitchOff() => SwitchOff(static () => { });

    public bool SwitchOff(Action action) => TranscendFrom(true, action);

    public bool IfOn(Action action) => RunIf(IsOn, action);

    public bool IfOff(Action action) => RunIf(IsOff, action);

    public bool WhileOn(Action action)
    {
        lock (_lock)
        {
            return RunIf(_on, action);
        }
    }

    public bool WhileOff(Action action)
    {
        lock (_lock)
        {
            return RunIf(!_on, action);
        }
    }

    public void Locked(Action action)
    {
        lock (_lock)
        {
            action();
        }
    }

    /// <summary>Toggles when in state <paramref name="from"/>; an action that throws leaves the switch as it was.</summary>
    protected bool TranscendFrom(bool from, Action action)
    {
        lock (_lock)
        {
            if (_on != from)
            {
                return false;
            }

            action();
            Volatile.Write(ref _on, !from);
            return true;
        }
    }

    private static bool RunIf(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }

        return condition;
    }
}
