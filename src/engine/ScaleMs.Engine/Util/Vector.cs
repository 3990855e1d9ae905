namespace Akka.Util;

public static class Vector
{
    public static Func<Func<T>, IList<T>> Fill<T>(int number) => factory =>
    {
        var items = new List<T>(number);
        for (var i = 0; i < number; i++)
        {
            items.Add(factory());
        }

        return items;
    };
}
