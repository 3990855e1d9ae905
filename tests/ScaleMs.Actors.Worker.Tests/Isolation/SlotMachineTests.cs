using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public sealed class SlotMachineTests
{
    private readonly SlotBench _bench = new(slots: 1);

    [Fact]
    public void A_process_is_started_with_the_first_task_and_kept_for_the_next()
    {
        var first = _bench.Run();
        var process = _bench.Process;
        _bench.End();
        var second = _bench.Add();
        _bench.RunThread(3);
        _bench.Begin();
        Assert.Same(process, _bench.Process);
        _bench.End();
        Assert.Equal((1, 1), (first.Results, second.Results));
    }

    [Fact]
    public void A_slot_that_starts_at_once_warms_its_process_up_before_there_is_a_task()
    {
        var bench = new SlotBench(startsAtOnce: true);
        bench.RunThread();
        Assert.Equal(new SlotStep.Start(SlotBench.Workers, WarmsUp: true), bench.Step);
        bench.RunThread();
        bench.Ready();
        bench.RunThread();
        Assert.IsType<SlotStep.TakeFirst>(bench.Step);
    }

    [Fact]
    public void A_task_that_ends_before_the_kill_that_was_meant_for_it_lets_the_next_one_run_again()
    {
        var (first, second) = _bench.RunFirstOfTwo();
        var meant = _bench.Running!;
        _bench.Cancel(meant);
        Assert.True(_bench.Abandon(meant));

        _bench.End();
        _bench.Begin();
        _bench.Die();

        Assert.Equal((1, TaskState.Canceled), (first.Results, first.Result.State));
        Assert.Equal((0, 1), (second.Results, second.PutBackBegun));
        _bench.Finish();
        Assert.Equal((1, TaskState.Done), (second.Results, second.Result.State));
    }

    [Fact]
    public void A_task_that_was_told_to_end_itself_ends_with_a_kill_that_was_meant_for_the_one_before()
    {
        var (_, second) = _bench.RunFirstOfTwo();
        var meant = _bench.Running!;
        _bench.Cancel(meant);
        _bench.Abandon(meant);
        _bench.End();
        _bench.Begin();
        _bench.Cancel(_bench.Running!);

        _bench.Die();

        Assert.Equal((1, TaskState.Canceled, 0), (second.Results, second.Result.State, second.PutBackBegun));
    }

    [Fact]
    public void A_task_that_has_ended_cannot_be_killed()
    {
        _bench.Run();
        var ended = _bench.Running!;
        _bench.Cancel(ended);
        _bench.End();
        Assert.False(_bench.Abandon(ended));
        Assert.False(_bench.Process!.IsKilled);
    }

    [Fact]
    public void Tasks_that_a_dead_process_was_asked_for_are_put_back_once()
    {
        var (_, second) = _bench.RunFirstOfTwo();
        _bench.Withdraw(second, waitingOnly: true);
        _bench.RunThread(1);
        var process = _bench.Process!;
        Assert.Single(process.Revocations);

        _bench.Die();

        Assert.Equal((0, 1), (second.Results, second.EndsWithout));
        Assert.Throws<ProtocolException>(() => _bench.Machine.Revoked(process.Revoke(), []));
    }

    [Fact]
    public void Tasks_behind_a_long_one_are_asked_for_and_put_back()
    {
        var (_, second) = _bench.RunFirstOfTwo();
        _bench.Now += PrefetchWindow.Ahead + TimeSpan.FromMilliseconds(1);
        _bench.RunThread(1);
        Assert.True(Assert.Single(_bench.Process!.Revocations).IsEmpty);

        _bench.Answer();

        Assert.Empty(_bench.Process.Waiting);
        Assert.True(_bench.Board.Remove(second.Id));
    }

    [Fact]
    public void A_process_that_died_while_the_start_of_its_task_was_acknowledged_is_replaced()
    {
        var task = _bench.Add(attempt: 2);
        _bench.RunThread(3);
        _bench.Ready();
        _bench.RunThread(1);
        Assert.IsType<SlotStep.Announce>(_bench.Step);

        _bench.Die();
        _bench.RunThread(1);
        Assert.IsType<SlotStep.Start>(_bench.Step);
        _bench.Finish();

        Assert.Equal(1, task.Results);
    }

    [Fact]
    public void The_third_failed_start_is_reported_and_pauses_become_longer()
    {
        var task = _bench.Add();
        while (_bench.Pauses.Count < 8)
        {
            _bench.RunThread(fails: true);
        }

        Assert.Equal(2, _bench.CannotStart.Count);
        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000], _bench.Pauses.Select(static pause => (int)pause.TotalMilliseconds));
        Assert.True(_bench.Board.Remove(task.Id));
    }

    [Fact]
    public void After_new_code_was_built_the_next_task_runs_in_a_new_process()
    {
        _bench.Run();
        var old = _bench.Process!;
        _bench.Renew();
        _bench.End();
        var next = _bench.Add();
        _bench.RunThread(3);
        Assert.True(old.IsClosed);
        _bench.Finish();
        Assert.NotSame(old, _bench.Process);
        Assert.Equal(1, next.Results);
        Assert.Empty(_bench.Logged);
    }

    [Fact]
    public void A_slot_that_is_stopped_lets_its_task_end_and_then_closes_its_process()
    {
        var (first, second) = _bench.RunFirstOfTwo();
        _bench.Stop();
        _bench.RunThread(1);
        Assert.False(_bench.Process!.IsClosed);
        _bench.Finish();
        Assert.Equal((1, TaskState.Done, 0), (first.Results, first.Result.State, second.Results));
        Assert.IsType<SlotStep.End>(_bench.Step);
        _bench.CheckNothingIsLeft();
    }

    [Fact]
    public void What_a_process_says_out_of_turn_is_an_error_of_the_protocol()
    {
        Assert.Throws<ProtocolException>(() => _bench.Machine.Begun(1, 0, default, []));
        _bench.Run();
        Assert.Throws<ProtocolException>(() => _bench.Machine.Begun(2, 0, default, []));
        Assert.Throws<ProtocolException>(() => _bench.Machine.Ended(7, TaskState.Done, 0, null, default, []));
        Assert.Throws<ProtocolException>(() => _bench.Machine.Revoked([], []));
        Assert.Throws<ProtocolException>(() => _bench.Machine.Ready([], []));
    }
}
