namespace ScaleMs.Actors.Examples.Host;

/// <summary>x → r x (1 - x): orderly for small r, chaotic for large ones.</summary>
public static class LogisticMap
{
    private const int Transient = 1_000;
    private const double Start = 0.3;

    /// <summary>The Lyapunov exponent: how fast neighbours part, as a mean over the orbit of ln |r (1 - 2x)|.</summary>
    /// <param name="r">Growth, 0 to 4.</param>
    /// <param name="steps">Of the orbit, after those until it has settled.</param>
    /// <returns>Above 0: chaos. Below: a cycle.</returns>
    public static double LyapunovExponent(double r, int steps)
    {
        var x = Start;
        for (var i = 0; i < Transient; i++)
        {
            x = r * x * (1 - x);
        }

        var sum = 0.0;
        for (var i = 0; i < steps; i++)
        {
            sum += Math.Log(Math.Abs(r * (1 - (2 * x))));
            x = r * x * (1 - x);
        }

        return sum / steps;
    }
}
