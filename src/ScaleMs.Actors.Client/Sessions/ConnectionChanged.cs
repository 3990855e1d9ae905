namespace ScaleMs.Actors.Client.Sessions;

/// <summary>
/// Published on the event stream of <see cref="ScaleMsClient.System"/> when the connection to the master is lost and the client tries to
/// reconnect, and when it is reconnected.
/// </summary>
/// <param name="IsConnected">True = reconnected.</param>
/// <param name="Patience">Time for reconnecting.</param>
public sealed record ConnectionChanged(bool IsConnected, TimeSpan Patience);
