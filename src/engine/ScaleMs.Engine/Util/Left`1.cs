namespace Akka.Util;

public class Left<T>
{
    public Left(T value) => Value = value;

    public T Value { get; }

#pragma warning disable CA1822 // members of the instance in the API
    public bool IsLeft => true;

    public bool IsRight => false;
#pragma warning restore CA1822
}
