namespace Akka.TestKit.Internal.StringMatcher;

public class EqualsString(string value) : IStringMatcher
{
    public bool IsMatch(string s) => string.Equals(value, s, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"== \"{value}\"";
}
