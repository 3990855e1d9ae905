namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>A sub-task was not accepted.</summary>
public sealed class SubTaskRefusedException(string message) : ScaleMsException(message);
