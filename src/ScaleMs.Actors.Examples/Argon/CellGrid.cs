using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// Atoms sorted into cubic cells no smaller than the reach, so that all atoms within reach of an atom are in its cell or a
/// neighbouring one. Sorted coordinates are stored as columns, to be read four at a time.
/// </summary>
internal sealed class CellGrid
{
    // Half of a cell's 26 neighbours, so that each pair of cells is visited once.
    private static readonly (int X, int Y, int Z)[] Forward =
    [
        (1, 0, 0),
        (-1, 1, 0), (0, 1, 0), (1, 1, 0),
        (-1, -1, 1), (0, -1, 1), (1, -1, 1),
        (-1, 0, 1), (0, 0, 1), (1, 0, 1),
        (-1, 1, 1), (0, 1, 1), (1, 1, 1),
    ];

    private readonly double _edge;
    private readonly int _perEdge;
    private readonly int[] _cellOf;
    private readonly int[] _firsts;
    private readonly int[] _next;

    public CellGrid(int count, double edge, double reach)
    {
        _edge = edge;
        // With fewer than three cells along an edge a cell would have the same neighbour on both sides; then one cell
        // holds all atoms.
        _perEdge = edge / reach >= 3 ? (int)(edge / reach) : 1;
        _cellOf = new int[count];
        _firsts = new int[Cells + 1];
        _next = new int[Cells];
        Order = new int[count + Vector256<double>.Count];
        X = new double[count + Vector256<double>.Count];
        Y = new double[count + Vector256<double>.Count];
        Z = new double[count + Vector256<double>.Count];
    }

    public int Cells => _perEdge * _perEdge * _perEdge;

    /// <summary>The atom at each sorted position; like the coordinates, padded so that four can be read from the last position.</summary>
    public int[] Order { get; }

    public double[] X { get; }

    public double[] Y { get; }

    public double[] Z { get; }

    public (int First, int End) Places(int cell) => (_firsts[cell], _firsts[cell + 1]);

    /// <summary>Writes the neighbours for which <paramref name="cell"/> is responsible and returns their number.</summary>
    public int ForwardNeighbours(int cell, Span<int> neighbours)
    {
        if (_perEdge == 1)
        {
            return 0;
        }

        var x = cell % _perEdge;
        var y = cell / _perEdge % _perEdge;
        var z = cell / (_perEdge * _perEdge);
        for (var i = 0; i < Forward.Length; i++)
        {
            neighbours[i] = Index(Folded(x + Forward[i].X), Folded(y + Forward[i].Y), Folded(z + Forward[i].Z));
        }

        return Forward.Length;
    }

    public void Sort(ReadOnlySpan<Vector256<double>> positions)
    {
        Array.Clear(_firsts);
        for (var i = 0; i < positions.Length; i++)
        {
            _cellOf[i] = CellOf(positions[i]);
            _firsts[_cellOf[i] + 1]++;
        }

        for (var cell = 0; cell < Cells; cell++)
        {
            _firsts[cell + 1] += _firsts[cell];
        }

        _firsts.AsSpan(0, Cells).CopyTo(_next);
        for (var i = 0; i < positions.Length; i++)
        {
            var place = _next[_cellOf[i]]++;
            Order[place] = i;
            X[place] = positions[i][0];
            Y[place] = positions[i][1];
            Z[place] = positions[i][2];
        }
    }

    private int CellOf(Vector256<double> position)
    {
        var scaled = position / _edge;
        scaled = (scaled - Vector256.Floor(scaled)) * _perEdge;
        return Index(Bounded(scaled[0]), Bounded(scaled[1]), Bounded(scaled[2]));
    }

    // A coordinate just below zero folds to the edge itself after rounding.
    private int Bounded(double scaled) => Math.Min((int)scaled, _perEdge - 1);

    private int Folded(int coordinate) => (coordinate + _perEdge) % _perEdge;

    private int Index(int x, int y, int z) => (((z * _perEdge) + y) * _perEdge) + x;
}
