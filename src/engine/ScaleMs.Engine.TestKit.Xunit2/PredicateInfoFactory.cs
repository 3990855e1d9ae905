namespace Akka.TestKit;

public static class PredicateInfoFactory
{
    public static PredicateInfo CreatePredicateInfo<T>(Predicate<T> predicateT) => PredicateInfo.Create(predicateT);

    public static PredicateInfo CreatePredicateInfo<T>(Delegate predicateT) => predicateT is Predicate<T> predicate
        ? PredicateInfo.Create(predicate)
        : PredicateInfo.Create<T>(message => (bool)predicateT.DynamicInvoke(message)!);
}
