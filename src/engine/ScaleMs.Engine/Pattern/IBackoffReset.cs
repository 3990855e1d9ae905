namespace Akka.Pattern;

/// <summary>When the restart count of a back-off supervisor goes back to nothing.</summary>
public interface IBackoffReset;

internal sealed record ManualReset : IBackoffReset;

internal sealed record AutoReset(TimeSpan ResetBackoff) : IBackoffReset;
