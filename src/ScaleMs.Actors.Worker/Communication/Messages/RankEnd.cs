using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>Why operations with a rank fail.</summary>
internal static class RankEnd
{
    /// <summary>Makes the error for a rank that has ended.</summary>
    public static Func<Exception> Of(int rank) => () => new RankEndedException(rank);

    /// <summary>Makes the error when this task is to end.</summary>
    public static Exception Canceled() => new OperationCanceledException("the task is to end");
}
