namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>An action on a process.</summary>
internal enum ChaosAct
{
    /// <summary>SIGKILL, and a new process after a while.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Pause,
}

/// <summary>Role of the process.</summary>
internal enum ChaosTarget
{
    Master,
    Worker,
    Client,
}

/// <summary>One step of a script.</summary>
/// <param name="At">Time since the beginning.</param>
/// <param name="Act">The action.</param>
/// <param name="Target">Role of the process.</param>
/// <param name="Number">0-based number of the process in its role.</param>
/// <param name="For">Time until the step is undone.</param>
internal sealed record ChaosStep(TimeSpan At, ChaosAct Act, ChaosTarget Target, int Number, TimeSpan For)
{
    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds:0.0} s: {Act} {Target} {Number} for {For.TotalSeconds:0.0} s");
}
