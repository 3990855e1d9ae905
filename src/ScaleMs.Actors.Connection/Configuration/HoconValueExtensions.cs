using Akka.Configuration.Hocon;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>What Akka.NET leaves open about a value.</summary>
public static class HoconValueExtensions
{
    /// <summary>Whether it is a list, be it an empty one, for which <see cref="HoconValue.IsArray"/> says no.</summary>
    public static bool IsList(this HoconValue value) => value.Values.Exists(static part => part is HoconArray || (part is HoconSubstitution { ResolvedValue: { } resolved } && resolved.IsList()));

    /// <summary>Whether it is a text, a number or null.</summary>
    public static bool IsLiteral(this HoconValue value) => !value.IsObject() && !value.IsList();
}
