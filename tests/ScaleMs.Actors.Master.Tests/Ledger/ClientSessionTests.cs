using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>Clients that connect, fall silent, and submit equal tasks.</summary>
public sealed class ClientSessionTests
{
    private const long Second = 1_000_000;

    private static readonly Guid Older = Guid.Parse("0198c2a0-0000-7000-8000-000000000001");
    private static readonly Guid Newer = Guid.Parse("0198c2a1-0000-7000-8000-000000000000");

    private readonly LedgerBench _bench = new();
    private readonly FakeRef _older = new("older");
    private readonly FakeRef _newer = new("newer");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_clients_that_submit_the_same_the_newer_one_has_it_and_the_other_is_told(bool newerComesFirst)
    {
        var row = _bench.Row(WorkItem.Create("m", "f", 1));

        var refused = newerComesFirst
            ? (Submit(Newer, _newer, row), Submit(Older, _older, row))
            : (Submit(Older, _older, row), Submit(Newer, _newer, row));

        Assert.Empty(refused.Item1);
        Assert.Equal(newerComesFirst ? 1 : 0, refused.Item2.Length);
        Assert.Equal((_older, Rows.Submission), Assert.Single(_bench.Ledger.Effects.Displaced));
        Assert.Equal(Newer, _bench.Task(0).Session.Id);
        Assert.Contains("another client has taken up", _bench.Ledger.Sessions.Lost(Rows.Submission, Older), StringComparison.Ordinal);
        Assert.Null(_bench.Ledger.Sessions.Lost(Rows.Submission, Newer));
    }

    [Fact]
    public void A_submission_is_taken_up_silently_where_its_client_is_gone()
    {
        var row = _bench.Row(WorkItem.Create("m", "f", 1));
        Submit(Newer, _newer, row);
        _bench.Ledger.Sessions.Detach(_newer);

        Assert.Empty(Submit(Older, _older, row));

        Assert.Empty(_bench.Ledger.Effects.Displaced);
        Assert.Equal(Older, _bench.Task(0).Session.Id);
    }

    [Fact]
    public void A_client_is_silent_from_when_it_was_heard_last()
    {
        var begun = _bench.Ledger.Effects.Now;
        _bench.Ledger.Sessions.Attach(Older, _older);
        _bench.Ledger.Sessions.Attach(Newer, _newer);
        _bench.Ledger.Effects.Now = begun + (8 * Second);

        Assert.True(_bench.Ledger.Sessions.Hear(Newer, _newer));
        Assert.False(_bench.Ledger.Sessions.Hear(Newer, _older));
        Assert.False(_bench.Ledger.Sessions.Hear(Guid.NewGuid(), _older));

        Assert.Equal([_older], _bench.Ledger.Sessions.SilentSince(begun + (2 * Second)));
        _bench.Ledger.Sessions.HearAll();
        Assert.Empty(_bench.Ledger.Sessions.SilentSince(begun + (2 * Second)));
    }

    [Fact]
    public void Who_takes_a_submission_is_told_how_many_of_its_results_are_not_kept()
    {
        var ledger = new LedgerBench(LedgerBench.Limits with { RetainedTasks = 3 });
        for (var index = 0; index < 10; index++)
        {
            ledger.Submit(WorkItem.Create("m", "f", index));
            ledger.End(index);
        }

        ledger.Ledger.Sessions.Close(LedgerBench.Session);

        var taken = ledger.Ledger.Sessions.Take(ledger.Ledger.Sessions.Of(Newer, _newer), Rows.Submission);
        Assert.Equal((3, 7, null), (taken.Count, taken.Missing, taken.Problem));
    }

    [Fact]
    public void A_client_that_was_away_for_too_long_is_told_that_it_waits_in_vain()
    {
        var ledger = new LedgerBench(LedgerBench.Limits with { RetainedTasks = 1 });
        for (var index = 0; index < 3; index++)
        {
            ledger.Submit(WorkItem.Create("m", "f", index));
        }

        ledger.Ledger.Sessions.Detach(ledger.Client().Actor!);
        ledger.End(0);
        Assert.Null(ledger.Ledger.Sessions.Lost(Rows.Submission, LedgerBench.Session));
        ledger.End(1);

        Assert.StartsWith("1 results of submission", ledger.Ledger.Sessions.Lost(Rows.Submission, LedgerBench.Session), StringComparison.Ordinal);
        Assert.Contains("are no longer kept", ledger.Ledger.Sessions.Lost(Guid.NewGuid(), LedgerBench.Session), StringComparison.Ordinal);
    }

    private RefusedRow[] Submit(Guid session, FakeRef client, TaskRow row) =>
        [.. _bench.Ledger.Acceptance.Accept(_bench.Ledger.Sessions.Of(session, client), new SubmitBatch(session, Rows.Submission, [row])).Refused];
}
