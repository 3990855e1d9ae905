namespace Akka.Util;

public class Right<T>
{
    public Right(T value) => Value = value;

    public T Value { get; }

    public bool IsLeft => false;

    public bool IsRight => true;
}
