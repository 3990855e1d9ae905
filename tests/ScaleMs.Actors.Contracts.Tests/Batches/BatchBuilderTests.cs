using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Batches;

public sealed class BatchBuilderTests
{
    [Theory]
    [InlineData(0, 0, new int[0])]
    [InlineData(1, 0, new[] { 1 })]
    [InlineData(BatchLimits.Rows, 0, new[] { BatchLimits.Rows })]
    [InlineData(BatchLimits.Rows + 1, 0, new[] { BatchLimits.Rows, 1 })]
    [InlineData(5, BatchLimits.Bytes / 2, new[] { 2, 2, 1 })]
    [InlineData(3, BatchLimits.Bytes + 1, new[] { 1, 1, 1 })]
    public void A_batch_closes_at_its_rows_or_its_bytes_whichever_comes_first(int rows, int bytes, int[] batches)
    {
        var payload = new byte[bytes];

        var split = Enumerable.Range(0, rows).Select(index => Row(index, payload)).InBatches(rows).ToList();

        Assert.Equal(batches, split.Select(static batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, rows), split.SelectMany(static batch => batch).Select(static row => row.Key.Index));
    }

    [Fact]
    public void Options_count_like_the_payload()
    {
        var row = Row(0, new byte[BatchLimits.Bytes / 2]) with { Options = new byte[BatchLimits.Bytes / 2] };
        var batch = new BatchBuilder<TaskRow>();
        batch.Add(row);

        Assert.False(batch.HasRoomFor(Row(1, new byte[1])));
        Assert.Equal(row.Key, Assert.Single(batch.Close()).Key);
        Assert.True(batch.IsEmpty);
        Assert.True(batch.HasRoomFor(row));
    }

    private static TaskRow Row(int index, byte[] payload) => new()
    {
        Key = new TaskKey(Guid.Empty, index),
        Uid = TaskUid.Parse("task"),
        Payload = payload,
    };
}
