using Akka.Remote.Transport;

namespace Akka.Remote.Tests.Transport;

public class AssociationStateSpec
{
    private static readonly TimeSpan Gate = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_new_peer_may_be_dialled_at_once_and_nothing_is_dropped()
    {
        var state = AssociationState.New(Start);
        Assert.True(state.MayDial(Start));
        Assert.False(state.Drops(Start));
    }

    [Fact]
    public void While_dialling_messages_wait_and_no_second_attempt_is_made()
    {
        var state = AssociationState.New(Start).OnDial(Start);
        Assert.False(state.MayDial(Start + Gate));
        Assert.False(state.Drops(Start));
    }

    [Fact]
    public void Each_failure_in_a_row_doubles_the_gate_up_to_its_limit()
    {
        var state = AssociationState.New(Start);
        var now = Start;
        var gates = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            state = state.OnDial(now).OnDialFailed(now, Gate, hopeless: false);
            gates.Add((state.DialNotBefore - now).TotalMilliseconds);
            Assert.True(state.Drops(now));
            Assert.False(state.MayDial(now));
            now = state.DialNotBefore;
            Assert.True(state.MayDial(now));
            Assert.False(state.Drops(now));
        }

        Assert.Equal([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000], gates.Take(9));
        Assert.Equal(5000, gates[^1]);
    }

    [Fact]
    public void A_hopeless_failure_closes_the_gate_for_its_full_time_at_once()
    {
        var state = AssociationState.New(Start).OnDial(Start).OnDialFailed(Start, Gate, hopeless: true);
        Assert.Equal(Start + Gate, state.DialNotBefore);
    }

    [Fact]
    public void After_a_settled_connection_breaks_the_next_attempt_is_free()
    {
        var later = Start + TimeSpan.FromMinutes(1);
        var state = AssociationState.New(Start).OnDialFailed(Start, Gate, hopeless: false).OnUp(7, Start).OnDown(later, Gate);
        Assert.True(state.MayDial(later));
        Assert.Equal(0, state.Failures);
        Assert.Equal(7, state.Uid);
    }

    [Fact]
    public void A_connection_that_breaks_at_once_counts_as_a_failure()
    {
        var state = AssociationState.New(Start).OnUp(7, Start).OnDown(Start + TimeSpan.FromMilliseconds(10), Gate);
        Assert.Equal(1, state.Failures);
        Assert.False(state.MayDial(Start + TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void Another_uid_at_the_same_address_is_a_restart()
    {
        var state = AssociationState.New(Start);
        Assert.False(state.IsRestart(7));
        state = state.OnUp(7, Start);
        Assert.False(state.IsRestart(7));
        Assert.True(state.IsRestart(8));
    }

    [Fact]
    public void A_quarantined_run_stays_so_until_another_answers()
    {
        var state = AssociationState.New(Start).OnUp(7, Start).OnQuarantine(7, Start, Gate);
        Assert.True(state.IsQuarantined);
        Assert.True(state.Drops(Start));
        Assert.False(state.OnUp(8, Start).IsQuarantined);
        Assert.Equal(7, state.OnUp(8, Start).QuarantinedUid);
    }

    [Fact]
    public void When_both_dial_at_once_exactly_one_attempt_survives()
    {
        var dialling = AssociationState.New(Start).OnDial(Start);
        Assert.True(dialling.PrefersOwnAttempt(2, "a", "b", Start));
        Assert.False(dialling.PrefersOwnAttempt(1, "b", "a", Start));
    }

    [Fact]
    public void An_attempt_that_hangs_does_not_keep_the_peer_out()
    {
        var dialling = AssociationState.New(Start).OnDial(Start);
        Assert.False(dialling.PrefersOwnAttempt(2, "a", "b", Start + AssociationState.Settled));
    }

    [Fact]
    public void A_peer_that_comes_again_after_a_while_has_lost_its_connection()
    {
        var up = AssociationState.New(Start).OnUp(2, Start);
        Assert.True(up.PrefersOwnAttempt(2, "a", "b", Start));
        Assert.False(up.PrefersOwnAttempt(2, "a", "b", Start + AssociationState.Settled));
        Assert.False(up.PrefersOwnAttempt(3, "a", "b", Start));
    }

    [Fact]
    public void Yielding_to_the_peers_attempt_drops_nothing_and_is_short()
    {
        var state = AssociationState.New(Start).OnDial(Start).OnYield(Start);
        Assert.False(state.Drops(Start));
        Assert.False(state.MayDial(Start));
        Assert.True(state.MayDial(Start + AssociationState.YieldFor));
    }
}
