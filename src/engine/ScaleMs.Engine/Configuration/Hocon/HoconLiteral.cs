namespace Akka.Configuration.Hocon;

/// <summary>A string, number, boolean or null; all but null are kept as the text they were written in.</summary>
public class HoconLiteral : IHoconElement
{
    /// <summary>The text, or null for the literal <c>null</c>.</summary>
    public string? Value { get; set; }

    public bool IsString() => true;

    public string? GetString() => Value;

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new ConfigurationException($"expected an array, found {this}");

    public override string ToString() => HoconPrinter.Literal(Value);
}
