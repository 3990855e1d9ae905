namespace Akka.Util;

public static class Result
{
    public static Result<T> Success<T>(T value) => new(value);

    public static Result<T> Failure<T>(Exception exception) => new(exception);

    public static Result<T> From<T>(Func<T> func)
    {
        try
        {
            return new Result<T>(func());
        }
        catch (Exception exception)
        {
            return new Result<T>(exception);
        }
    }

    /// <summary>The outcome of a task that has ended.</summary>
    public static Result<T> FromTask<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
#pragma warning disable VSTHRD002 // the task has ended
        return task.IsCompletedSuccessfully ? new Result<T>(task.Result)
#pragma warning restore VSTHRD002
            : task.IsCanceled ? new Result<T>(new TaskCanceledException(task))
            : task.Exception is { } failure ? new Result<T>(failure)
            : throw new ArgumentException("A result can be made only of a task that has ended.", nameof(task));
    }
}
