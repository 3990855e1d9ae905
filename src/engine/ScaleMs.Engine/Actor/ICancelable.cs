namespace Akka.Actor;

/// <summary>Something that can be cancelled.</summary>
public interface ICancelable
{
    /// <summary>Whether it was.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>A token that follows it.</summary>
    CancellationToken Token { get; }

    /// <summary>Cancels it.</summary>
    void Cancel();

    /// <summary>Cancels it after a time.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Cancels it after a time.</summary>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Cancels it.</summary>
    void Cancel(bool throwOnFirstException);
}

/// <summary>Shorter ways to cancel.</summary>
public static class CancelableExtensions
{
    /// <summary>Cancels, if there is something to cancel.</summary>
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
