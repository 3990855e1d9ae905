using System.Numerics;
using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// Verlet's list (Phys. Rev. 159, 98, 1967): every pair within the cut-off and a skin, once. It stays complete until some
/// atom has moved half the skin. A row's length is a multiple of four; the dummy atom pads it.
/// </summary>
internal sealed class NeighbourList
{
    // Wide enough for a dozen steps of 10 fs between rebuilds, narrow enough for four cells of 2.55 sigma along
    // the 10.2 sigma of 864 atoms.
    public const double Skin = 0.3;

    private const double Reach = LennardJones.Cutoff + Skin;
    private const int Lanes = 4;

    // For each set of lanes, a shuffle that moves them to the front. A branch predictor cannot guess which pairs are near;
    // this way all four are written, and the next four overwrite the unwanted ones.
    private static readonly Vector128<int>[] Compaction = [.. Enumerable.Range(0, 1 << Lanes).Select(ToFront)];

    private readonly Atoms _atoms;
    private readonly CellGrid _grid;
    private readonly Vector256<double>[] _builtAt;
    private readonly int[] _rowEnds;
    private int[] _neighbours;
    private int _used;

    public NeighbourList(Atoms atoms)
    {
        if (atoms.Box.Edge < 2 * Reach)
        {
            throw new ArgumentException(
                $"a cube of edge {atoms.Box.Edge:F2} sigma is narrower than twice the reach of the forces, {Reach} sigma", nameof(atoms));
        }

        _atoms = atoms;
        _grid = new CellGrid(atoms.Count, atoms.Box.Edge, Reach);
        _builtAt = new Vector256<double>[atoms.Count];
        _rowEnds = new int[atoms.Count];
        _neighbours = new int[atoms.Count * 64];
        Rebuild();
    }

    public int Rows => _rowEnds.Length;

    /// <summary>Number of times the list was built.</summary>
    public int Builds { get; private set; }

    /// <summary>The atom of each row.</summary>
    public ReadOnlySpan<int> RowAtoms => _grid.Order;

    /// <summary>End of each row in <see cref="Neighbours"/>; a row begins at the end of the previous one.</summary>
    public ReadOnlySpan<int> RowEnds => _rowEnds;

    public ReadOnlySpan<int> Neighbours => _neighbours.AsSpan(0, _used);

    public void RebuildIfStale()
    {
        var positions = _atoms.Positions;
        for (var i = 0; i < _builtAt.Length; i++)
        {
            var moved = positions[i] - _builtAt[i];
            if (Vector256.Dot(moved, moved) > Skin * Skin / 4)
            {
                Rebuild();
                return;
            }
        }
    }

    public void Rebuild()
    {
        var positions = _atoms.Positions.AsSpan(0, _atoms.Count);
        positions.CopyTo(_builtAt);
        _grid.Sort(positions);
        _used = 0;
        Span<int> near = stackalloc int[13];
        for (var cell = 0; cell < _grid.Cells; cell++)
        {
            var (first, end) = _grid.Places(cell);
            var nearCount = _grid.ForwardNeighbours(cell, near);
            for (var place = first; place < end; place++)
            {
                AddPairs(place, place + 1, end);
                foreach (var other in near[..nearCount])
                {
                    var (otherFirst, otherEnd) = _grid.Places(other);
                    AddPairs(place, otherFirst, otherEnd);
                }

                while (_used % Lanes != 0)
                {
                    _neighbours[_used++] = _atoms.Count;
                }

                _rowEnds[place] = _used;
            }
        }

        Builds++;
    }

    private static Vector128<int> ToFront(int bits)
    {
        var chosen = Enumerable.Range(0, Lanes).Where(lane => (bits & (1 << lane)) != 0).Concat(new int[Lanes]);
        return Vector128.Create([.. chosen.Take(Lanes)]);
    }

    private void AddPairs(int place, int first, int end)
    {
        if (_used + (end - first) + Lanes > _neighbours.Length)
        {
            Array.Resize(ref _neighbours, 2 * (_neighbours.Length + end - first));
        }

        var box = _atoms.Box;
        var x = Vector256.Create(_grid.X[place]);
        var y = Vector256.Create(_grid.Y[place]);
        var z = Vector256.Create(_grid.Z[place]);
        for (var other = first; other < end; other += Lanes)
        {
            var dx = box.Nearest(Vector256.Create(_grid.X, other) - x);
            var dy = box.Nearest(Vector256.Create(_grid.Y, other) - y);
            var dz = box.Nearest(Vector256.Create(_grid.Z, other) - z);
            var within = Vector256.LessThan((dx * dx) + (dy * dy) + (dz * dz), Vector256.Create(Reach * Reach));
            var bits = within.ExtractMostSignificantBits() & ((1u << Math.Min(Lanes, end - other)) - 1);
            var found = Vector128.Shuffle(Vector128.Create(_grid.Order, other), Compaction[bits]);
            found.CopyTo(_neighbours, _used);
            _used += BitOperations.PopCount(bits);
        }
    }
}
