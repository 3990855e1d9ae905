namespace Akka.Configuration.Hocon;

/// <summary>One piece of a value: an object, an array, a literal or a substitution.</summary>
public interface IHoconElement
{
    bool IsString();

    string? GetString();

    bool IsArray();

    IList<HoconValue> GetArray();
}
