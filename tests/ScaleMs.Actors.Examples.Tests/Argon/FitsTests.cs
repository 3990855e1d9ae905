using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class FitsTests
{
    [Fact]
    public void A_line_has_its_slope() => Assert.Equal(-0.5, Fits.Slope([1, 2, 4, 8], [3, 2.5, 1.5, -0.5]), 1e-12);

    [Fact]
    public void A_parabola_has_its_top()
    {
        var points = Enumerable.Range(-3, 7).Select(x => 5 - (0.25 * (x - 0.6) * (x - 0.6))).ToArray();
        var (offset, height) = Fits.ParabolaTop(points);
        Assert.Equal(0.6, offset, 1e-12);
        Assert.Equal(5, height, 1e-12);
    }
}
