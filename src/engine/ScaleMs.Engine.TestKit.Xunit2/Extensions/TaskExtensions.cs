using Xunit;
using Xunit.Sdk;

namespace Akka.TestKit.Extensions;

public static class TaskExtensions
{
    /// <summary>Fails unless the task ends in time; rethrows what it ended with.</summary>
    public static async Task ShouldCompleteWithin(
        this Task task,
        TimeSpan timeout,
        string because = "",
        params object[] becauseArgs)
    {
        if (!await task.AwaitWithTimeout(timeout))
        {
            throw new XunitException($"The task did not complete within {timeout}{Because(because, becauseArgs)}.");
        }

        await task;
    }

    /// <inheritdoc cref="ShouldCompleteWithin(Task, TimeSpan, string, object[])"/>
    public static async Task<T> ShouldCompleteWithin<T>(
        this Task<T> task,
        TimeSpan timeout,
        string because = "",
        params object[] becauseArgs)
    {
        await ((Task)task).ShouldCompleteWithin(timeout, because, becauseArgs);
        return await task;
    }

    /// <summary>Fails unless the task ends in time, with the expected result.</summary>
    public static async Task ShouldCompleteWithin<T>(
        this Task<T> task,
        T expected,
        TimeSpan timeout,
        string because = "",
        params object[] becauseArgs) =>
        Assert.Equal(expected, await task.ShouldCompleteWithin(timeout, because, becauseArgs));

    /// <summary>Fails unless the task ends in time, with an exception of the expected type, which is returned.</summary>
    public static async Task<T> ShouldThrowWithin<T>(
        this Task task,
        TimeSpan timeout,
        string because = "",
        params object[] becauseArgs)
        where T : Exception
    {
        try
        {
            await task.ShouldCompleteWithin(timeout, because, becauseArgs);
        }
        catch (T expected) when (task.IsCompleted)
        {
            return expected;
        }

        throw new XunitException($"The task completed without a {typeof(T)}{Because(because, becauseArgs)}.");
    }

    /// <summary>Fails unless the task ends in time, with exactly the expected exception.</summary>
    public static async Task ShouldThrowWithin<T>(
        this Task task,
        T expected,
        TimeSpan timeout,
        string because = "",
        params object[] becauseArgs)
        where T : Exception =>
        Assert.Same(expected, await task.ShouldThrowWithin<T>(timeout, because, becauseArgs));

    /// <summary>Whether the task ended in time, however it ended.</summary>
    public static async Task<bool> AwaitWithTimeout(
        this Task parentTask,
        TimeSpan timeout,
        CancellationToken cancellationToken = default)
    {
        var completed = await Task.WhenAny(parentTask, Task.Delay(timeout, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return completed == parentTask;
    }

    /// <summary>The task's result, or a <see cref="TimeoutException"/>.</summary>
    public static Task<T> WithTimeout<T>(this Task<T> parentTask, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        parentTask.WaitAsync(timeout, cancellationToken);

    private static string Because(string because, object[] args) => because.Length == 0 ? "" : $" because {Xunit2.XunitAssertions.Text(because, args)}";
}
