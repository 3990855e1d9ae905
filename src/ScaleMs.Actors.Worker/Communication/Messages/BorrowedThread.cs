using System.Runtime.CompilerServices;

namespace ScaleMs.Actors.Worker.Communication.Messages;

/// <summary>
/// Threads that complete operations but must not run the user's code: the one that reads packets, and one that cancels. The product's own
/// continuations run on them at once, which saves a change of threads for each step of a collective operation; before the user's code
/// continues they leave the thread.
/// </summary>
internal static class BorrowedThread
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>From now on until <see cref="Exit"/> this thread is a borrowed one.</summary>
    public static void Enter() => _depth++;

    public static void Exit() => _depth--;

    /// <summary>Continues on a thread of the pool if this one is borrowed, otherwise at once.</summary>
    public static Leaving Leave() => default;

    internal readonly struct Leaving : ICriticalNotifyCompletion
    {
        public bool IsCompleted => _depth == 0;

        public Leaving GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(static run => run(), continuation, preferLocal: false);

        public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static run => run(), continuation, preferLocal: false);
    }
}
