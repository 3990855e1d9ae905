using System.Numerics;

namespace ScaleMs.Actors.Worker.Communication.Collectives;

/// <summary>
/// Recursive doubling: in each round pairs of ranks exchange what they hold, and both hold the combination afterwards. If the size is not a
/// power of 2, the first ranks form pairs before, of which only the second takes part. Thakur, Rabenseifner and Gropp, "Optimization of
/// collective communication operations in MPICH", 2005.
/// </summary>
internal readonly struct DoublingPlan
{
    private readonly int _rank;
    private readonly int _paired;
    private readonly int _power;

    public DoublingPlan(int rank, int size)
    {
        _rank = rank;
        _power = 1 << BitOperations.Log2((uint)size);
        _paired = 2 * (size - _power);
    }

    /// <summary>This rank does not take part: the one after it has its value, and the result for it.</summary>
    public int? GivesTo => _rank < _paired && _rank % 2 == 0 ? _rank + 1 : null;

    /// <summary>The rank whose value this one has besides its own.</summary>
    public int? TakesFrom => _rank < _paired && _rank % 2 == 1 ? _rank - 1 : null;

    /// <summary>The ranks to exchange with, one after another. A lower one holds values of lower ranks only, a higher one of higher.</summary>
    public IEnumerable<int> Partners
    {
        get
        {
            var place = _rank < _paired ? _rank / 2 : _rank - (_paired / 2);
            for (var bit = 1; bit < _power; bit *= 2)
            {
                var partner = place ^ bit;
                yield return partner < _paired / 2 ? (2 * partner) + 1 : partner + (_paired / 2);
            }
        }
    }
}
