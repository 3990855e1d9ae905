namespace Akka.TestKit.Internal.StringMatcher;

public class ContainsString(string part) : IStringMatcher
{
    public bool IsMatch(string s) => s.Contains(part, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"contains \"{part}\"";
}
