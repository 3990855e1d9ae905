using System.Numerics;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Tests.Communication;

public sealed class NumberReductionTests
{
    public static TheoryData<int, int> SizesAndLengths
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var size in new[] { 1, 2, 3, 4, 7 })
            {
                foreach (var length in new[] { 0, 1, 5, 8_157, 8_158, 40_000, 400_003 })
                {
                    data.Add(size, length);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SizesAndLengths))]
    public async Task Every_rank_gets_the_sums(int size, int length)
    {
        using var network = new RankNetwork(size);
        await network.RunAsync(async rank =>
        {
            var values = new double[length];
            for (var i = 0; i < length; i++)
            {
                values[i] = i + (rank.Rank * 1000.0);
            }

            await rank.AllReduceAsync(values.AsMemory(), ReduceOperation.Sum);
            for (var i = 0; i < length; i++)
            {
                Assert.True(values[i] == (size * (double)i) + (1000.0 * size * (size - 1) / 2), $"element {i} is {values[i]}");
            }
        });
    }

    [Theory]
    [InlineData(13)]
    [InlineData(100_000)]
    public async Task Sums_of_fractions_have_the_same_bits_on_every_rank(int length)
    {
        using var network = new RankNetwork(7);
        var results = await network.RunAsync(async rank =>
        {
            var random = new Random(rank.Rank);
            float[] values = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
            await rank.AllReduceAsync(values.AsMemory(), ReduceOperation.Sum);
            return values;
        });
        Assert.All(results, values => Assert.Equal(results[0], values));
    }

    [Fact]
    public async Task All_operations_and_kinds_of_numbers()
    {
        using var network = new RankNetwork(3);
        await network.RunAsync(static async rank =>
        {
            await CheckAsync<int>(rank, [1, 12, -5], [4, -3, 0], [2, 4, 7], [7, 13, 2], [8, -144, 0], [1, -3, -5], [4, 12, 7]);
            await CheckAsync<byte>(rank, [200], [100], [1], [45], [32], [1], [200]);
            await CheckAsync<double>(rank, [1, double.NaN], [0.5, 1], [2, 3], [3.5, double.NaN], [1, double.NaN], [0.5, double.NaN], [2, double.NaN]);
            await CheckAsync<Half>(rank, [(Half)1], [(Half)0.5], [(Half)2], [(Half)3.5], [(Half)1], [(Half)0.5], [(Half)2]);
            await CheckAsync<Int128>(rank, [1], [-5], [2], [-2], [-10], [-5], [2]);
        });
    }

    [Theory]
    [InlineData(10, 11)]
    [InlineData(10, 100_000)]
    [InlineData(100_000, 100_001)]
    public async Task A_rank_with_another_length_gets_an_error_and_its_end_is_one_for_the_others(int first, int second)
    {
        using var network = new RankNetwork(2);
        var errors = await network.RunAsync(async rank =>
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(
                () => rank.AllReduceAsync(new double[rank.Rank == 0 ? first : second].AsMemory(), ReduceOperation.Max));
            network.End(rank.Rank);
            return error;
        });
        Assert.Contains(errors, static error => error is InvalidOperationException);
        Assert.All(errors, static error => Assert.True(error is InvalidOperationException or RankEndedException, error.ToString()));
    }

    private static async Task CheckAsync<T>(ICommunicator rank, T[] zero, T[] one, T[] two, T[] sum, T[] product, T[] min, T[] max)
        where T : unmanaged, INumber<T>
    {
        T[][] expected = [sum, product, min, max];
        foreach (var operation in Enum.GetValues<ReduceOperation>())
        {
            // Long enough for vectors and a rest.
            var own = new[] { zero, one, two }[rank.Rank];
            T[] values = [.. Enumerable.Repeat(own, 45).SelectMany(static piece => piece)];
            await rank.AllReduceAsync(values.AsMemory(), operation);
            Assert.Equal(Enumerable.Repeat(expected[(int)operation], 45).SelectMany(static piece => piece), values);
        }
    }
}
