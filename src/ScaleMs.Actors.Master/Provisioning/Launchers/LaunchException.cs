using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Master.Provisioning.Launchers;

/// <summary>A launcher cannot do what it was asked for; the message says why.</summary>
internal sealed class LaunchException(string message) : ScaleMsException(message);
