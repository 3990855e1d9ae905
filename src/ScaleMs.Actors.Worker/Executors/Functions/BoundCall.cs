namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>An overload with converted arguments.</summary>
/// <param name="Overload">The overload to call.</param>
/// <param name="Arguments">The arguments, in the order of its parameters.</param>
/// <param name="Costs">The conversion cost of each given argument.</param>
/// <param name="Expanded">True = several arguments became the one array of a <c>params</c> parameter.</param>
/// <param name="Defaults">Number of parameters that got their default.</param>
internal sealed record BoundCall(FunctionOverload Overload, object?[] Arguments, int[] Costs, bool Expanded, int Defaults)
{
    private bool NeedsCast => Costs.AsSpan().ContainsAnyInRange(NumberConversion.Cast, ArgumentConversion.ThroughSerializer - 1);

    /// <summary>Calls the overload. Exceptions of the function are not wrapped.</summary>
    public object? Invoke() => Overload.Invoke(Arguments);

    /// <summary>
    /// True when this call is better by the rules of C#: it needs no cast and the other does, or no argument fits worse and one fits
    /// better; when all fit equally, the call without an expanded array is better, then the one with fewer defaults.
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
