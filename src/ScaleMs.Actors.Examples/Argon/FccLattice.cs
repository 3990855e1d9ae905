using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>The start: a face-centred cubic crystal, stretched to the liquid's density.</summary>
internal static class FccLattice
{
    /// <summary>Places <paramref name="count"/> atoms, which must be 4 n^3, at <paramref name="density"/> atoms per cubic sigma.</summary>
    public static Atoms Create(int count, double density)
    {
        var cells = CellsPerEdge(count);
        var edge = Math.Cbrt(count / density);
        var half = edge / cells / 2;
        var atoms = new Atoms(count, new Box(edge));
        var next = 0;
        for (var site = 0; site < 8 * cells * cells * cells; site++)
        {
            // The sites are those points of a cubic grid of half cells whose coordinates have an even sum.
            var x = site % (2 * cells);
            var y = site / (2 * cells) % (2 * cells);
            var z = site / (4 * cells * cells);
            if ((x + y + z) % 2 == 0)
            {
                atoms.Positions[next++] = Vector256.Create(x * half, y * half, z * half, 0);
            }
        }

        return atoms;
    }

    private static int CellsPerEdge(int count)
    {
        var cells = Math.Clamp((int)Math.Round(Math.Cbrt(count / 4.0)), 1, 800);
        var fitting = 4 * cells * cells * cells;
        return fitting == count
            ? cells
            : throw new ArgumentException(
                $"{count} atoms do not fill a face-centred cubic lattice: 4 n^3 atoms do, the nearest is {fitting}", nameof(count));
    }
}
