using System.Runtime.Intrinsics;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>
/// The mean of |r(t + lag) - r(t)|^2 over atoms and over every frame as a time origin, for lags of 1 to a number of frames.
/// A ring buffer keeps only the frames that the longest lag needs.
/// </summary>
internal sealed class MeanSquareDisplacement(int atoms, int longestLag)
{
    private readonly Vector256<double>[][] _ring = [.. Enumerable.Range(0, longestLag + 1).Select(_ => new Vector256<double>[atoms])];
    private readonly double[] _sums = new double[longestLag + 1];
    private int _frames;

    public void Add(ReadOnlySpan<Vector256<double>> positions)
    {
        var now = _ring[_frames % _ring.Length];
        positions.CopyTo(now);
        for (var lag = 1; lag <= Math.Min(longestLag, _frames); lag++)
        {
            var then = _ring[(_frames - lag) % _ring.Length];
            var sum = Vector256<double>.Zero;
            for (var i = 0; i < now.Length; i++)
            {
                var moved = now[i] - then[i];
                sum += moved * moved;
            }

            _sums[lag] += Vector256.Sum(sum);
        }

        _frames++;
    }

    public double At(int lag) => _sums[lag] / ((double)atoms * (_frames - lag));

    /// <summary>
    /// Einstein's relation: a sixth of the slope of a straight line through the lags from <paramref name="firstLag"/> on.
    /// </summary>
    /// <param name="firstLag">The first lag of the fit, in frames: later than the ballistic start and the cage around each atom.</param>
    /// <param name="frameTime">The time between frames.</param>
    public double DiffusionCoefficient(int firstLag, double frameTime)
    {
        var lags = Enumerable.Range(firstLag, longestLag - firstLag + 1);
        return Fits.Slope([.. lags.Select(lag => lag * frameTime)], [.. lags.Select(At)]) / 6;
    }
}
