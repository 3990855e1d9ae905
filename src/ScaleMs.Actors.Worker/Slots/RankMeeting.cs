using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.Slots;

/// <summary>
/// Where the ranks of a task on one worker come together before they begin: when the interpreters of all are ready in the same world, the ranks are sent.
/// One that came alone would wait for the others inside MPI.
/// </summary>
/// <param name="ranks">The ranks that run here.</param>
internal sealed class RankMeeting(RankSpan ranks)
{
    private readonly Lock _gate = new();
    private readonly RankSeat?[] _seats = new RankSeat?[ranks.Count];
    private int _seated;
    private bool _haveMet;
    private bool _isOver;

    /// <summary>A rank's interpreter is ready.</summary>
    public void Join(int rank, RankSeat seat)
    {
        RankSeat[] seats;
        lock (_gate)
        {
            if (!_isOver)
            {
                _seats[rank - ranks.First] = seat;
                if (++_seated < _seats.Length)
                {
                    return;
                }

                _isOver = true;
                _haveMet = _seats.All(other => other!.World == seat.World);
            }

            seats = _haveMet || _seated == _seats.Length ? [.. _seats.OfType<RankSeat>()] : [seat];
        }

        if (_haveMet)
        {
            ImmutableArray<int> world = [.. seats.Select(static seat => seat.Rank)];
            Array.ForEach(seats, seat => seat.Send(world));
        }
        else
        {
            // One of their worlds was replaced meanwhile, or the task is to end.
            Array.ForEach(seats, static seat => seat.TakeBack());
        }
    }

    /// <summary>Ranks that wait for others that will not come are given back.</summary>
    public void CallOff()
    {
        RankSeat[] waiting;
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            waiting = [.. _seats.OfType<RankSeat>()];
        }

        Array.ForEach(waiting, static seat => seat.TakeBack());
    }
}
