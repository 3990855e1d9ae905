namespace Akka.Configuration.Hocon;

/// <summary>A parsed text: its value and the substitutions it contains.</summary>
public class HoconRoot
{
    protected HoconRoot() : this(new HoconValue()) { }

    public HoconRoot(HoconValue value) : this(value, []) { }

    public HoconRoot(HoconValue value, IEnumerable<HoconSubstitution> substitutions)
    {
        Value = value;
        Substitutions = substitutions;
    }

    public HoconValue Value { get; }

    public IEnumerable<HoconSubstitution> Substitutions { get; }

    /// <summary>Some substitution awaits a fallback that has its key.</summary>
    internal bool HasUnresolved { get; init; }
}
