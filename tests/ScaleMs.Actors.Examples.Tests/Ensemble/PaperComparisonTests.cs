using ScaleMs.Actors.Examples.Argon;
using ScaleMs.Actors.Examples.Ensemble;

namespace ScaleMs.Actors.Examples.Tests.Ensemble;

public class PaperComparisonTests
{
    [Fact]
    public void Only_replicas_at_the_papers_state_count()
    {
        var comparisons = PaperComparison.Of(
        [
            Result(94.4, 864, 2.4e-5), Result(94.4, 864, 2.5e-5), Result(104.4, 864, 9e-5), Result(94.4, 500, 9e-5),
        ]);
        Assert.Equal(2, comparisons.Count);
        Assert.Equal(2, comparisons[1].Here.Count);
        Assert.Equal(2.45, comparisons[1].Here.Mean, 1e-9);
        Assert.Empty(PaperComparison.Of([Result(104.4, 864, 9e-5)]));
    }

    [Theory]
    [InlineData(2.40e-5, 2.46e-5, true, "0.0 %, agrees")]
    [InlineData(2.60e-5, 2.62e-5, false, "+7.4 %, outside two standard errors")]
    [InlineData(2.20e-5, 2.22e-5, false, "-9.1 %, outside two standard errors")]
    public void The_verdict_follows_from_the_replicas(double first, double second, bool agrees, string verdict)
    {
        var diffusion = PaperComparison.Of(new[] { first, second, first, second }.Select(value => Result(94.4, 864, value)))[1];
        Assert.Equal(agrees, diffusion.Agrees);
        Assert.Equal(verdict, diffusion.Verdict);
    }

    [Fact]
    public void Two_replicas_have_no_error_to_judge_by() =>
        Assert.Equal(
            "+7.4 %, too few replicas for an error",
            PaperComparison.Of([Result(94.4, 864, 2.60e-5), Result(94.4, 864, 2.62e-5)])[1].Verdict);

    [Fact]
    public void A_trajectory_a_quarter_as_long_scatters_twice_as_much()
    {
        var sample = new Sample(2.5, 0.03, 16);
        Assert.Equal(0.06, PaperComparison.ScatterOfOneTrajectory(25, sample, 100), 1e-12);
    }

    internal static ReplicaResult Result(double temperature, int atoms, double diffusion) =>
        new(1, temperature, atoms, 25_000, temperature, -5.8, 1.5, 3.71, 2.83, diffusion, 0);
}
