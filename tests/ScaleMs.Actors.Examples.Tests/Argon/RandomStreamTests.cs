using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class RandomStreamTests
{
    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1_and_the_right_tails()
    {
        var random = new RandomStream(11);
        var numbers = Enumerable.Range(0, 200_000).Select(_ => random.Gaussian()).ToArray();
        Assert.Equal(0, numbers.Average(), 0.01);
        Assert.Equal(1, numbers.Average(number => number * number), 0.02);
        Assert.Equal(3, numbers.Average(number => Math.Pow(number, 4)), 0.1);
    }

    [Fact]
    public void Seeds_differ()
    {
        var firsts = Enumerable.Range(-50, 100).Select(seed => new RandomStream(seed).Uniform()).ToArray();
        Assert.Equal(100, firsts.Distinct().Count());
        Assert.All(firsts, first => Assert.InRange(first, 0, 1));
    }
}
