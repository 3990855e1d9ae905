namespace Akka.TestKit;

/// <summary>A predicate over messages of one type.</summary>
public class PredicateInfo
{
    private readonly Func<object, bool> _accepts;

    internal PredicateInfo(Delegate predicateT, Type type, Func<object, bool> accepts)
    {
        PredicateT = predicateT;
        Type = type;
        _accepts = accepts;
    }

    public Delegate PredicateT { get; }

    public Type Type { get; }

    public static PredicateInfo Create<T>(Predicate<T> predicateT) =>
        new(predicateT, typeof(T), message => message is T typed && predicateT(typed));

    public override string ToString() => $"a {Type} that the predicate accepts";

    internal bool Accepts(object message) => _accepts(message);
}
