using System.Text.Json;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Tests.Argon;

public class ArgonReplicaTests
{
    [Fact]
    public void The_same_input_gives_the_same_digits()
    {
        var first = JsonSerializer.Serialize(ArgonReplica.Run(1, 94.4, 108, 2400));
        var second = JsonSerializer.Serialize(ArgonReplica.Run(1, 94.4, 108, 2400));
        var other = JsonSerializer.Serialize(ArgonReplica.Run(2, 94.4, 108, 2400));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void A_short_run_of_the_papers_liquid_is_near_its_values()
    {
        var result = ArgonReplica.Run(1, 94.4, 864, 2400);
        Assert.InRange(result.MeanTemperatureKelvin, 88, 101);
        Assert.InRange(result.FirstPeakAngstrom, 3.65, 3.75);
        Assert.InRange(result.FirstPeakHeight, 2.7, 3.0);
        Assert.InRange(result.DiffusionCm2PerS, 2.0e-5, 3.0e-5);
        Assert.InRange(result.PotentialEnergyKjPerMol, -5.95, -5.7);
        Assert.InRange(result.EnergyDriftKjPerMol, -0.005, 0.005);
    }

    [Fact]
    public void A_result_survives_its_JSON()
    {
        var result = ArgonReplica.Run(1, 120, 108, 2400);
        var json = JsonSerializer.Serialize(result);
        Assert.StartsWith("{\"seed\":1,\"target_temperature_kelvin\":120,\"atoms\":108,\"steps\":2400,", json, StringComparison.Ordinal);
        Assert.Equal(result, JsonSerializer.Deserialize<ReplicaResult>(json));
    }

    [Fact]
    public void A_cancelled_run_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => ArgonReplica.Run(1, 94.4, 864, int.MaxValue, cancelled.Token));
    }

    [Theory]
    [InlineData(94.4, 100, 2400, "the nearest is 108")]
    [InlineData(94.4, 32, 2400, "atoms")]
    [InlineData(94.4, 864, 2399, "steps")]
    [InlineData(0, 864, 2400, "kelvin")]
    [InlineData(double.NaN, 864, 2400, "kelvin")]
    public void An_argument_without_meaning_is_named(double temperature, int atoms, int steps, string expected)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => ArgonReplica.Run(1, temperature, atoms, steps));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
