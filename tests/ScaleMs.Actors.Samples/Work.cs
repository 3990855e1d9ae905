using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions for tasks.</summary>
public static class Work
{
    private static readonly TaskCompletionSource Opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes its time, and listens while it does.</summary>
    public static int For(int milliseconds, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(milliseconds);
        cancellation.ThrowIfCancellationRequested();
        return milliseconds;
    }

    /// <summary>The number, after some time.</summary>
    public static int Echo(int number, int milliseconds, CancellationToken cancellation)
    {
        For(milliseconds, cancellation);
        return number;
    }

    /// <summary>The number, which it also leaves as a line in a file.</summary>
    public static int Append(string path, int number)
    {
        File.AppendAllLines(path, [$"{number}"]);
        return number;
    }

    /// <summary>The sum of numbers, after some time.</summary>
    public static long Total(IReadOnlyDictionary<string, long[]> numbers, int milliseconds, CancellationToken cancellation)
    {
        For(milliseconds, cancellation);
        return numbers.Values.Sum(static some => some.Sum());
    }

    /// <summary>The text so many times over.</summary>
    public static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    public static int Length(string text) => text.Length;

    /// <summary>Runs until it is cancelled.</summary>
    public static async Task ForeverAsync(CancellationToken cancellation) => await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Runs until <see cref="Open"/>, which works within one process.</summary>
    public static async Task<int> AtGateAsync(int number, CancellationToken cancellation)
    {
        await Opened.Task.WaitAsync(cancellation);
        return number;
    }

    /// <summary>Lets everything pass that waits in <see cref="AtGateAsync"/>.</summary>
    public static void Open() => Opened.TrySetResult();

    /// <summary>Its rank, after the ranks behind it; every second one fails.</summary>
    public static int OfRank(ICommunicator communicator)
    {
        Thread.Sleep(50 * (communicator.Size - communicator.Rank));
        return communicator.Rank % 2 == 0 ? communicator.Rank : throw new InvalidOperationException($"rank {communicator.Rank} is odd");
    }

    /// <summary>Fails.</summary>
    public static int Fail(string message) => throw new InvalidOperationException(message);
}
