using System.Runtime.Intrinsics;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class NeighbourListTests
{
    private const double Reach = LennardJones.Cutoff + NeighbourList.Skin;

    [Theory]
    [InlineData(108)] // one cell
    [InlineData(500)] // three cells an edge
    [InlineData(864)] // four
    [InlineData(2048)] // five
    public void Has_every_pair_within_reach_once_and_no_other(int count)
    {
        var atoms = Disordered.Atoms(count);
        Assert.Equal(BruteForce(atoms), Pairs(atoms, new NeighbourList(atoms)));
    }

    [Fact]
    public void Is_rebuilt_when_an_atom_has_moved_half_the_skin_and_not_before()
    {
        var atoms = Disordered.Atoms(500);
        var list = new NeighbourList(atoms);

        atoms.Positions[7] += Vector256.Create(0.49 * NeighbourList.Skin, 0, 0, 0);
        list.RebuildIfStale();
        Assert.Equal(1, list.Builds);

        atoms.Positions[7] += Vector256.Create(0.02 * NeighbourList.Skin, 0, 0, 0);
        list.RebuildIfStale();
        Assert.Equal(2, list.Builds);
        Assert.Equal(BruteForce(atoms), Pairs(atoms, list));
    }

    [Fact]
    public void A_cube_too_small_for_the_forces_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new NeighbourList(FccLattice.Create(32, Units.Density)));
        Assert.Contains("narrower than twice the reach", error.Message, StringComparison.Ordinal);
    }

    private static List<(int, int)> BruteForce(Atoms atoms) =>
    [
        .. from first in Enumerable.Range(0, atoms.Count)
           from second in Enumerable.Range(first + 1, atoms.Count - first - 1)
           where Disordered.Distance(atoms, first, second) < Reach
           select (first, second),
    ];

    private static List<(int, int)> Pairs(Atoms atoms, NeighbourList list)
    {
        var pairs = new List<(int, int)>();
        var entry = 0;
        for (var row = 0; row < list.Rows; row++)
        {
            for (; entry < list.RowEnds[row]; entry++)
            {
                if (list.Neighbours[entry] is var other && other < atoms.Count)
                {
                    pairs.Add((Math.Min(list.RowAtoms[row], other), Math.Max(list.RowAtoms[row], other)));
                }
            }
        }

        pairs.Sort();
        return pairs;
    }
}
