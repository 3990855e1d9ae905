using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Batches;

public sealed class RuntimeNumbersTests
{
    private static readonly TaskRuntime Numpy = new() { Module = "numpy", NamedEnv = "/opt/env", PreExec = ["module load gcc"], Path = ["/home/me"] };

    [Fact]
    public void Equal_runtimes_are_one_object_after_the_journey()
    {
        var back = Read(Written(Numpy, null, Numpy with { Name = TaskRuntime.Python }, Numpy with { }, Numpy), 5);

        Assert.Equal([Numpy, null, Numpy with { Name = TaskRuntime.Python }, Numpy, Numpy], back);
        Assert.Same(back[0], back[3]);
        Assert.Same(back[0], back[4]);
    }

    [Fact]
    public void A_runtime_that_was_sent_before_takes_one_byte()
    {
        var one = Written(Numpy).Length;

        Assert.Equal(one + 500, Written([.. Enumerable.Repeat(Numpy, 501)]).Length);
        Assert.Equal(one + 500, Written([.. Enumerable.Range(0, 501).Select(static _ => Numpy with { })]).Length);
    }

    [Fact]
    public void Directories_travel_once_although_the_modules_differ()
    {
        ImmutableArray<string> path = [new string('p', 4_000)];
        var modules = Enumerable.Range(0, 100).Select(n => (TaskRuntime?)new TaskRuntime { Module = $"m{n}", Path = [.. path] }).ToArray();

        var bytes = Written(modules);

        Assert.InRange(bytes.Length, 4_000, 8_000);
        Assert.Equal(modules, Read(bytes, modules.Length));
    }

    [Fact]
    public void Whatever_arrives_is_read_or_refused() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.OneOf(Gen.Choose(0, 4), Gen.Choose(0, 255)).Select(static n => (byte)n).ArrayOf().ToArbitrary(),
        static bytes =>
        {
            var error = Record.Exception(() => Read(bytes, 10));
            Assert.True(error is null or ProtocolException, $"{error}");
        }));

    [Fact]
    public void A_number_beyond_those_that_were_sent_is_refused()
    {
        Assert.Throws<ProtocolException>(() => Read([2], 1));
        Assert.Throws<ProtocolException>(() => Read([.. Written(Numpy), 3], 2));
    }

    [Fact]
    public void A_count_of_lines_that_the_input_cannot_hold_is_refused() =>
        Assert.Throws<ProtocolException>(() => Read([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x07], 1));

    private static byte[] Written(params TaskRuntime?[] runtimes)
    {
        var output = new BatchWriter(256);
        var writer = new RuntimeNumbers.Writer(output);
        Array.ForEach(runtimes, writer.Write);
        return output.ToArray();
    }

    private static List<TaskRuntime?> Read(byte[] bytes, int count)
    {
        var input = new BatchReader(bytes);
        var reader = new RuntimeNumbers.Reader();
        var runtimes = new List<TaskRuntime?>();
        for (var i = 0; i < count; i++)
        {
            runtimes.Add(reader.Read(ref input));
        }

        return runtimes;
    }
}
