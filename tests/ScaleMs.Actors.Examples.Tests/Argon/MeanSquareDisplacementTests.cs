using System.Runtime.Intrinsics;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class MeanSquareDisplacementTests
{
    [Fact]
    public void Free_flight_goes_with_the_square_of_the_lag()
    {
        var displacement = new MeanSquareDisplacement(atoms: 2, longestLag: 4);
        for (var frame = 0; frame < 10; frame++)
        {
            displacement.Add([Vector256.Create(3.0 * frame, 0, 0, 0), Vector256.Create(0, 0, 1.0 * frame, 0)]);
        }

        Assert.All(Enumerable.Range(1, 4), lag => Assert.Equal(5.0 * lag * lag, displacement.At(lag), 1e-12));
    }

    [Fact]
    public void A_random_walk_has_its_coefficient()
    {
        const int Walkers = 400;
        const double Coefficient = 0.25;
        const double FrameTime = 0.5;
        var random = new RandomStream(8);
        var width = Math.Sqrt(2 * Coefficient * FrameTime);
        var walkers = new Vector256<double>[Walkers];
        var displacement = new MeanSquareDisplacement(Walkers, longestLag: 20);
        for (var frame = 0; frame < 1000; frame++)
        {
            displacement.Add(walkers);
            foreach (ref var walker in walkers.AsSpan())
            {
                walker += Vector256.Create(random.Gaussian(), random.Gaussian(), random.Gaussian(), 0) * width;
            }
        }

        Assert.InRange(displacement.DiffusionCoefficient(firstLag: 5, FrameTime), 0.98 * Coefficient, 1.02 * Coefficient);
    }

    [Fact]
    public void The_fit_leaves_out_what_comes_before_it()
    {
        // Displacement 6 D t + C: the constant, which the atoms' cages leave behind, is no diffusion.
        var displacement = new MeanSquareDisplacement(atoms: 1, longestLag: 3);
        displacement.Add([Vector256<double>.Zero]);
        displacement.Add([Vector256.Create(Math.Sqrt(100), 0, 0, 0)]);
        Assert.Equal(100, displacement.At(1), 1e-12);
        Assert.Equal(2.0, Fits.Slope([2, 3, 4], [7, 9, 11]), 1e-12);
    }
}
