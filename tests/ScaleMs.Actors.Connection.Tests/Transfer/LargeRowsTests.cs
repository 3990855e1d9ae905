using ScaleMs.Actors.Connection.Transfer;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Connection.Tests.Transfer;

public sealed class LargeRowsTests
{
    [Fact]
    public void A_batch_of_small_rows_stays_as_it_is()
    {
        var batch = Results(10, 99, 100);

        Assert.Equal(new BatchPiece(batch, null), Assert.Single(LargeRows.Split(batch, 100)));
    }

    [Fact]
    public void A_large_row_goes_by_itself_and_the_order_stays()
    {
        var pieces = LargeRows.Split(Results(1, 2, 500, 3, 101, 102), 100).ToList();

        Assert.Equal([[0, 1], [2], [3], [4], [5]], pieces.Select(static piece => ((ResultBatch)piece.Batch).Results.Select(static row => row.Key.Index)));
        Assert.Equal([false, true, false, true, true], pieces.Select(static piece => piece.Large is not null));
        Assert.Equal(5, pieces.Select(static piece => piece.Large).Distinct().Count() + 1);
    }

    [Fact]
    public void Tasks_keep_their_submission_and_session()
    {
        var submit = new SubmitBatch(Guid.CreateVersion7(), Rows.Submission, [Rows.Task(0), Rows.Task(1) with { Payload = new byte[1000] }]);

        var pieces = LargeRows.Split(submit, 100).Select(static piece => (SubmitBatch)piece.Batch).ToList();

        Assert.Equal(2, pieces.Count);
        Assert.All(pieces, piece => Assert.Equal((submit.Session, submit.Submission, 1), (piece.Session, piece.Submission, piece.Tasks.Length)));
    }

    [Fact]
    public void What_is_accepted_or_refused_as_a_whole_stays_whole()
    {
        var submit = new SubmitBatch(default, Rows.Submission, [Rows.Task(0), Rows.Task(1) with { Payload = new byte[1000] }, Rows.Task(2)]) { Atomic = true };

        var (batch, large) = Assert.Single(LargeRows.Split(submit, 100));

        Assert.Equal(submit, batch);
        Assert.Equal(new LargeRows.Identity(typeof(SubmitBatch), Rows.Key(0), 0), large);
        Assert.Null(Assert.Single(LargeRows.Split(submit, 2000)).Large);
    }

    [Fact]
    public void A_batch_without_payloads_stays_as_it_is() =>
        Assert.Null(Assert.Single(LargeRows.Split(new CreditGrant(default, 1, 1), 0)).Large);

    private static ResultBatch Results(params int[] sizes) =>
        new([.. sizes.Select(static (size, index) => Rows.Result(index, payload: new byte[size]))]);
}
