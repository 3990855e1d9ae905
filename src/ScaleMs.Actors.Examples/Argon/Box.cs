using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>A cube with periodic boundaries.</summary>
internal sealed class Box(double edge)
{
    private readonly double _perEdge = 1 / edge;

    /// <summary>In sigma.</summary>
    public double Edge => edge;

    public double Volume => edge * edge * edge;

    /// <summary>The separation from the nearest periodic image, component by component.</summary>
    public Vector256<double> Nearest(Vector256<double> separation) =>
        separation - (Vector256.Round(separation * _perEdge) * edge);
}
