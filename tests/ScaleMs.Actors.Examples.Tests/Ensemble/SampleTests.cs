using ScaleMs.Actors.Examples.Ensemble;

namespace ScaleMs.Actors.Examples.Tests.Ensemble;

public class SampleTests
{
    [Fact]
    public void The_standard_error_falls_with_the_root_of_the_count()
    {
        var sample = Sample.Of([1, 2, 3, 4]);
        Assert.Equal(2.5, sample.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(5.0 / 3), sample.Deviation, 1e-12);
        Assert.Equal(Math.Sqrt(5.0 / 12), sample.StandardError, 1e-12);
    }
}
