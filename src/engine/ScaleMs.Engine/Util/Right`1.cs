namespace Akka.Util;

public class Right<T>
{
    public Right(T value) => Value = value;

    public T Value { get; }

#pragma warning disable CA1822 // members of the instance in the API
    public bool IsLeft => false;

    public bool IsRight => true;
#pragma warning restore CA1822
}
