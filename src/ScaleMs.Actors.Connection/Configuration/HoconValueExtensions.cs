using Akka.Configuration.Hocon;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>Type checks for values that Akka.NET lacks.</summary>
public static class HoconValueExtensions
{
    /// <summary>Whether it is a list, including an empty one, for which <see cref="HoconValue.IsArray"/> is false.</summary>
    public static bool IsList(this HoconValue value) => value.Values.Exists(static part => part is HoconArray || (part is HoconSubstitution { ResolvedValue: { } resolved } && resolved.IsList()));

    /// <summary>Whether it is a string, a number or null.</summary>
    public static bool IsLiteral(this HoconValue value) => !value.IsObject() && !value.IsList();
}
