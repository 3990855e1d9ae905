using System.Numerics;
using System.Text.Json;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>
/// Numbers as arguments, by the rules of C#: a whole number is an <c>int</c>, else a <c>uint</c>, <c>long</c> or <c>ulong</c>, whichever
/// first can hold it, any other a <c>double</c>; a parameter of that type is best, and of others the one that converts implicitly to the rest.
/// </summary>
internal static class NumberConversion
{
    /// <summary>Costs from here on would need a cast in C#.</summary>
    public const int Cast = 100;

    private static readonly Type[] OfWhole =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(nint), typeof(nuint),
        typeof(Int128), typeof(UInt128), typeof(float), typeof(double), typeof(decimal), typeof(BigInteger), typeof(Complex),
    ];

    /// <summary>C# has no literal for these; types that keep all digits come first.</summary>
    private static readonly Type[] OfHuge = [typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(decimal), typeof(double), typeof(float), typeof(Half)];

    private static readonly Type[] OfFraction = [typeof(double), typeof(Complex)];
    private static readonly Type[] ByCast = [typeof(double), typeof(decimal), typeof(float), typeof(Half), typeof(Complex)];

    /// <summary>The cost of a type that can be NaN or infinite; null = it cannot.</summary>
    public static int? CostOfNamed(Type type) => Array.IndexOf(ByCast, type) is >= 0 and var place && type != typeof(decimal) ? place : null;

    /// <summary>The cost of a parameter of that type: 0 = best.</summary>
    public static int Cost(JsonElement number, Type type)
    {
        if (!IsWhole(number))
        {
            return Place(OfFraction, type);
        }

        return OwnType(number) is { } own ? own == type ? 0 : 1 + Place(OfWhole, type) : Place(OfHuge, type);
    }

    /// <summary>Converts the number to that type; false = it does not fit; null = the type is not known here.</summary>
    public static bool? TryConvert(JsonElement json, Type type, out object? value)
    {
        value = null;
        if (type.IsEnum || (Type.GetTypeCode(type) == TypeCode.Object && type != typeof(nint) && type != typeof(nuint)))
        {
            return null;
        }

        value = Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => json.TryGetInt32(out var number) ? number : null,
            TypeCode.Int64 => json.TryGetInt64(out var number) ? number : null,
            TypeCode.Double => json.TryGetDouble(out var number) ? number : null,
            TypeCode.Single => json.TryGetSingle(out var number) ? number : null,
            TypeCode.Decimal => json.TryGetDecimal(out var number) ? number : null,
            TypeCode.Byte => json.TryGetByte(out var number) ? number : null,
            TypeCode.SByte => json.TryGetSByte(out var number) ? number : null,
            TypeCode.Int16 => json.TryGetInt16(out var number) ? number : null,
            TypeCode.UInt16 => json.TryGetUInt16(out var number) ? number : null,
            TypeCode.UInt32 => json.TryGetUInt32(out var number) ? number : null,
            TypeCode.UInt64 => json.TryGetUInt64(out var number) ? number : null,
            TypeCode.Object when type == typeof(nint) => json.TryGetInt64(out var number) ? (nint)number : null,
            TypeCode.Object when type == typeof(nuint) => json.TryGetUInt64(out var number) ? (nuint)number : null,
            _ => null,
        };
        return value is not null;
    }

    private static bool IsWhole(JsonElement number) => !number.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');

    private static Type? OwnType(JsonElement whole) =>
        whole.TryGetInt32(out _) ? typeof(int)
        : whole.TryGetUInt32(out _) ? typeof(uint)
        : whole.TryGetInt64(out _) ? typeof(long)
        : whole.TryGetUInt64(out _) ? typeof(ulong)
        : null;

    private static int Place(Type[] order, Type type) =>
        Array.IndexOf(order, type) is >= 0 and var place ? place
        : Cast + (Array.IndexOf(ByCast, type) is >= 0 and var cast ? cast : ByCast.Length);
}
