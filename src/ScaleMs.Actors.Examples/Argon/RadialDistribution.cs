using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>The histogram of pair distances up to the cut-off, and g(r) from it.</summary>
internal sealed class RadialDistribution
{
    // 0.034 angstrom: a hundred bins across the first peak's sides, eleven across its top.
    public const double BinWidth = 0.01;

    // The top of the first peak is a parabola within half a percent over +-0.05 sigma.
    private const int HalfFit = 5;

    private readonly long[] _histogram = new long[(int)(LennardJones.Cutoff / BinWidth)];
    private double _idealPairsPerVolume;

    /// <summary>Counts the pairs of the list, which is complete up to the cut-off.</summary>
    public void Add(Atoms atoms, NeighbourList list)
    {
        var entry = 0;
        for (var row = 0; row < list.Rows; row++)
        {
            var position = atoms.Positions[list.RowAtoms[row]];
            foreach (var other in list.Neighbours[entry..list.RowEnds[row]])
            {
                if (other < atoms.Count)
                {
                    var separation = atoms.Box.Nearest(atoms.Positions[other] - position);
                    AddDistance(Math.Sqrt(Vector256.Dot(separation, separation)));
                }
            }

            entry = list.RowEnds[row];
        }

        AddFrame(atoms.Count, atoms.Density);
    }

    public void AddDistance(double distance)
    {
        var bin = (int)(distance / BinWidth);
        if (bin < _histogram.Length)
        {
            _histogram[bin]++;
        }
    }

    /// <summary>Adds a frame: N uncorrelated atoms would have N density / 2 pairs per volume of shell.</summary>
    public void AddFrame(int atoms, double density) => _idealPairsPerVolume += atoms * density / 2;

    public double At(int bin)
    {
        var inner = bin * BinWidth;
        var outer = inner + BinWidth;
        var shell = 4 * Math.PI / 3 * ((outer * outer * outer) - (inner * inner * inner));
        return _histogram[bin] / (_idealPairsPerVolume * shell);
    }

    /// <summary>The top of a parabola around the highest bin, which in a liquid is that of the nearest neighbours.</summary>
    public (double Distance, double Height) FirstPeak()
    {
        var values = Enumerable.Range(0, _histogram.Length).Select(At).ToArray();
        var highest = values.AsSpan(0, values.Length - HalfFit).IndexOf(values[..^HalfFit].Max());
        var (offset, height) = Fits.ParabolaTop(values.AsSpan(highest - HalfFit, (2 * HalfFit) + 1));
        return ((highest + offset + 0.5) * BinWidth, height);
    }
}
