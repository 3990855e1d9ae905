namespace Akka.Util;

/// <summary>What a computation returned or threw.</summary>
public class Try<T>
{
    public Try(T success)
    {
        Success = new Option<T>(success);
        IsSuccess = true;
    }

    public Try(Exception failure) => Failure = new Option<Exception>(failure);

    public bool IsSuccess { get; }

    public Option<T> Success { get; }

    public Option<Exception> Failure { get; }

    public static Try<T> From(Func<T> func)
    {
        try
        {
            return new Try<T>(func());
        }
        catch (Exception exception)
        {
            return new Try<T>(exception);
        }
    }

    public T Get() => IsSuccess ? Success.Value : throw Failure.Value;

    public Try<T> GetOrElse(Func<T> fallback) => IsSuccess ? this : From(fallback);

    public Try<T> OrElse(Try<T> @default) => IsSuccess ? this : @default;

    public Try<T> RecoverWith(Func<Exception, Try<T>> failureHandler)
    {
        if (IsSuccess)
        {
            return this;
        }

        try
        {
            return failureHandler(Failure.Value);
        }
        catch (Exception exception)
        {
            return new Try<T>(exception);
        }
    }

    public Try<T> Recover(Action<Exception> failureHandler) => RecoverWith(failure =>
    {
        failureHandler(failure);
        return this;
    });

    public static implicit operator Try<T>(T value) => new(value);
}
