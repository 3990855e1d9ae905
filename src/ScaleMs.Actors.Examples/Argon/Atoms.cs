using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// The state of a replica: N atoms in a periodic cube. Vectors are stored as (x, y, z, 0), one per SIMD register. Positions are
/// never folded back into the cube, so that displacements can be computed from them.
/// </summary>
internal sealed class Atoms
{
    public Atoms(int count, Box box)
    {
        Count = count;
        Box = box;
        // One position more than atoms: the neighbour list pads its rows with a dummy atom. Every distance to it is
        // NaN, no comparison with the cut-off holds, and its forces are masked out.
        Positions = new Vector256<double>[count + 1];
        Velocities = new Vector256<double>[count];
        Forces = new Vector256<double>[count + 1];
        Positions[count] = Vector256.Create(double.NaN);
    }

    public int Count { get; }

    public Box Box { get; }

    public double Density => Count / Box.Volume;

    public Vector256<double>[] Positions { get; }

    public Vector256<double>[] Velocities { get; }

    public Vector256<double>[] Forces { get; }

    public double KineticEnergy
    {
        get
        {
            var sum = Vector256<double>.Zero;
            foreach (var velocity in Velocities)
            {
                sum += velocity * velocity;
            }

            return Vector256.Sum(sum) / 2;
        }
    }

    // The total momentum is fixed at zero, which takes three degrees of freedom.
    public double Temperature => 2 * KineticEnergy / ((3 * Count) - 3);

    public Vector256<double> Momentum
    {
        get
        {
            var sum = Vector256<double>.Zero;
            foreach (var velocity in Velocities)
            {
                sum += velocity;
            }

            return sum;
        }
    }

    public void StopDrift()
    {
        var mean = Momentum / Count;
        foreach (ref var velocity in Velocities.AsSpan())
        {
            velocity -= mean;
        }
    }

    public void ScaleVelocities(double factor)
    {
        foreach (ref var velocity in Velocities.AsSpan())
        {
            velocity *= factor;
        }
    }
}
