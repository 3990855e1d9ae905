namespace Akka.Dispatch;

/// <summary>Runs a delegate with an argument.</summary>
public sealed class ActionWithStateRunnable : IRunnable
{
    private readonly Action<object> _action;
    private readonly object _state;

    /// <summary>For a delegate and its argument.</summary>
    public ActionWithStateRunnable(Action<object> actionWithState, object state)
    {
        _action = actionWithState;
        _state = state;
    }

    /// <inheritdoc/>
    public void Run() => _action(_state);

    /// <inheritdoc/>
    public void Execute() => _action(_state);
}
