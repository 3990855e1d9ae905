namespace Akka.Routing;

/// <summary>Answers <see cref="GetRoutees"/>.</summary>
public sealed class Routees
{
    public Routees(IEnumerable<Routee> routees) => Members = [.. routees];

    public IEnumerable<Routee> Members { get; }
}
