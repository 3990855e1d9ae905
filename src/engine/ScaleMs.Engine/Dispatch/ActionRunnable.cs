namespace Akka.Dispatch;

/// <summary>Runs a delegate.</summary>
public sealed class ActionRunnable : IRunnable
{
    private readonly Action _action;

    /// <summary>For a delegate.</summary>
    public ActionRunnable(Action action) => _action = action;

    /// <inheritdoc/>
    public void Run() => _action();

    /// <inheritdoc/>
    public void Execute() => _action();
}
