namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>What is done to a process.</summary>
internal enum ChaosAct
{
    /// <summary>SIGKILL, and a new one after a while.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Pause,
}

/// <summary>Whose process it is.</summary>
internal enum ChaosTarget
{
    Master,
    Worker,
    Client,
}

/// <summary>One step of a script.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Act">What.</param>
/// <param name="Target">To whom.</param>
/// <param name="Number">Which of them, from 0.</param>
/// <param name="For">How long until it is undone.</param>
internal sealed record ChaosStep(TimeSpan At, ChaosAct Act, ChaosTarget Target, int Number, TimeSpan For)
{
    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds:0.0} s: {Act} {Target} {Number} for {For.TotalSeconds:0.0} s");
}
