namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>An overload with converted arguments.</summary>
/// <param name="Overload">What to call.</param>
/// <param name="Arguments">In the order of its parameters.</param>
/// <param name="Costs">For each argument that was given, how far it had to be bent.</param>
/// <param name="Expanded">True = several arguments became the one array of a <c>params</c> parameter.</param>
/// <param name="Defaults">Parameters that got their default.</param>
internal sealed record BoundCall(FunctionOverload Overload, object?[] Arguments, int[] Costs, bool Expanded, int Defaults)
{
    private bool NeedsCast => Costs.AsSpan().ContainsAnyInRange(NumberConversion.Cast, ArgumentConversion.ThroughSerializer - 1);

    /// <summary>Calls it. Exceptions of the function come as they are.</summary>
    public object? Invoke() => Overload.Invoke(Arguments);

    /// <summary>
    /// True when this call is the better one, as C# decides it: it needs no cast and the other does, or no argument fits worse and one fits
    /// better; where all fit alike, the one without an expanded array is, then the one with fewer defaults.
    /// </summary>
    public bool IsBetterThan(BoundCall other)
    {
        if (NeedsCast != other.NeedsCast)
        {
            return other.NeedsCast;
        }

        var better = false;
        for (var i = 0; i < Costs.Length; i++)
        {
            if (Costs[i] > other.Costs[i])
            {
                return false;
            }

            better |= Costs[i] < other.Costs[i];
        }

        return better || (Costs.AsSpan().SequenceEqual(other.Costs) && (Expanded, Defaults).CompareTo((other.Expanded, other.Defaults)) < 0);
    }
}
