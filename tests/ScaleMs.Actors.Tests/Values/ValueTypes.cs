using System.Numerics;
using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Tests.Values;

// Types as users write them, each holding its data in a different way.
public enum Phase
{
    Solid,
    Liquid,
    Gas = 7,
}

[Flags]
public enum Axes
{
    None = 0,
    X = 1,
    Y = 2,
}

public sealed record Atom(string Element, double Mass, Phase Phase);

public readonly record struct Cell(double A, double B, Atom? First);

#pragma warning disable CA1051 // Users write such structs.
public struct WithFields
{
    public int Count;
    public string? Name;
    public Vector3 Place;
}

public readonly struct ReadOnlyFields(int count, Half weight)
{
    public readonly int Count = count;
    public readonly Half Weight = weight;
}
#pragma warning restore CA1051

public readonly struct GetOnly(int count, TimeSpan span)
{
    public int Count { get; } = count;

    public TimeSpan Span { get; } = span;
}

public sealed class PrivateSetters
{
    public string Name { get; private set; } = "";

    public List<Cell> Cells { get; private set; } = [];

    public double Mass => Cells.Sum(static cell => cell.A);

    public static PrivateSetters Of(string name, IEnumerable<Cell> cells) => new() { Name = name, Cells = [.. cells] };
}

public sealed class NoSetters
{
    public int Count { get; }

    public NoSetters()
    {
    }

    public NoSetters(int count) => Count = count;
}

/// <summary>Its data is in no public member, and its public member cannot be set.</summary>
public sealed class Hidden
{
    private double _sum;
    private int _count;

    public double Mean => _count == 0 ? 0 : _sum / _count;

    public Hidden Add(double value)
    {
        _sum += value;
        _count++;
        return this;
    }
}

/// <summary>Its only data is in a private member.</summary>
public sealed class Closed
{
    private readonly Random _random = new(1);

    public int Next() => _random.Next();
}

public class Shape
{
    public string Name { get; set; } = "";
}

public sealed class Circle : Shape
{
    public double Radius { get; set; }
}

[JsonDerivedType(typeof(Square), "square")]
public class Figure
{
    public string Name { get; set; } = "";
}

public sealed class Square : Figure
{
    public double Side { get; set; }
}

public sealed record Drawing(Shape Shape);

public sealed class NamedList : List<int>
{
    public string Name { get; set; } = "";
}
