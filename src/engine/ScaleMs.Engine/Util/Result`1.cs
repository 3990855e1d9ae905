namespace Akka.Util;

public readonly struct Result<T> : IEquatable<Result<T>>
{
    public readonly bool IsSuccess;
    public readonly T Value;
    public readonly Exception? Exception;

    public Result(T value)
    {
        IsSuccess = true;
        Value = value;
    }

    public Result(Exception exception)
    {
        Value = default!;
        Exception = exception;
    }

    public bool Equals(Result<T> other) =>
        IsSuccess == other.IsSuccess && EqualityComparer<T>.Default.Equals(Value, other.Value) && Equals(Exception, other.Exception);

    public override bool Equals(object? obj) => obj is Result<T> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(IsSuccess, Value, Exception);

    public override string ToString() => IsSuccess ? $"Success ({Value})" : $"Failure ({Exception})";

    public static bool operator ==(Result<T> left, Result<T> right) => left.Equals(right);

    public static bool operator !=(Result<T> left, Result<T> right) => !left.Equals(right);
}
