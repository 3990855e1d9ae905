namespace Akka.Configuration.Hocon;

public class HoconArray : List<HoconValue>, IHoconElement
{
    public bool IsString() => false;

    public string? GetString() => throw new ConfigurationException("expected a string, found an array");

    public bool IsArray() => true;

    public IList<HoconValue> GetArray() => this;

    public override string ToString() => HoconPrinter.Print(this);
}
