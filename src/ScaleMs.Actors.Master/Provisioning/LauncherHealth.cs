using ScaleMs.Actors.Master.Provisioning.Settings;

namespace ScaleMs.Actors.Master.Provisioning;

/// <summary>How a launcher has done lately: after failures in a row it pauses longer and longer, and then until it is asked for again.</summary>
internal sealed class LauncherHealth(ProvisioningSettings settings)
{
    // About two minutes with the usual pause.
    private const int MostDoublings = 6;

    private int _failures;
    private TimeSpan _until;

    /// <summary>Why it is paused; null = it is not.</summary>
    public string? Paused { get; private set; }

    public bool MayStart(TimeSpan now) => Paused is null && now >= _until;

    public void Succeeded() => (_failures, Paused, _until) = (0, null, TimeSpan.Zero);

    /// <summary>Someone who may have mended the reason asks for it.</summary>
    public void Resume() => Succeeded();

    public void Failed(string reason, TimeSpan now)
    {
        _until = now + (settings.BackOff * (1 << Math.Min(_failures, MostDoublings)));
        if (++_failures >= settings.MostFailures)
        {
            Paused = reason;
        }
    }
}
