namespace Akka.TestKit.Internal.StringMatcher;

public class PredicateMatcher(Predicate<string> predicate, string hint = "") : IStringMatcher
{
    public bool IsMatch(string s) => predicate(s);

    public override string ToString() => hint.Length == 0 ? "matches predicate" : $"matches predicate {hint}";
}
