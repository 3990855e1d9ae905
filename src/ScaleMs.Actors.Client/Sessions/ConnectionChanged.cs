namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// Published on the event stream of <see cref="ScaleMsClient.System"/> when the connection to the master is lost while there is still
/// time to find it again, and when it is there again.
/// </summary>
/// <param name="IsConnected">True = there again.</param>
/// <param name="Patience">How long the master is looked for.</param>
public sealed record ConnectionChanged(bool IsConnected, TimeSpan Patience);
