namespace Akka.Util;

public class Left<T>
{
    public Left(T value) => Value = value;

    public T Value { get; }

    public bool IsLeft => true;

    public bool IsRight => false;
}
