using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <summary>Tasks of one slot that need different kinds of processes.</summary>
public sealed class SlotEnvironmentTests
{
    private readonly SlotBench _bench = new(slots: 1);

    [Fact]
    public void A_process_is_put_aside_for_a_task_of_another_kind_and_taken_again_afterwards()
    {
        _bench.Run();
        var own = _bench.Process;
        _bench.End();

        _bench.Add(environment: SlotBench.Interpreter);
        _bench.Finish();
        var interpreter = _bench.Process!;
        Assert.NotSame(own, interpreter);
        Assert.Same(own, Assert.Single(_bench.Aside));

        _bench.Add();
        _bench.Finish();
        Assert.Same(own, _bench.Process);
        Assert.Same(interpreter, Assert.Single(_bench.Aside));
        Assert.All(_bench.Tasks, static task => Assert.Equal((1, TaskState.Done), (task.Results, task.Result.State)));
    }

    [Fact]
    public void Only_tasks_of_the_same_kind_are_sent_ahead()
    {
        for (var n = 0; n < 60; n++)
        {
            _bench.Add(environment: n % 20 < 10 ? SlotBench.Interpreter : null);
        }

        // Each effect that sends a task checks that the process is of its kind.
        _bench.Finish();
        Assert.All(_bench.Tasks, static task => Assert.Equal((1, TaskState.Done), (task.Results, task.Result.State)));
    }

    [Fact]
    public void A_task_whose_process_cannot_be_started_ends_and_the_next_one_runs()
    {
        var impossible = _bench.Add(environment: SlotBench.Impossible);
        var next = _bench.Add();
        _bench.Finish();
        Assert.Equal((1, 1), (impossible.EndsWithout, next.Results));
        Assert.Equal("there is no interpreter", Assert.Single(_bench.Refused));
        Assert.Empty(_bench.CannotStart);
    }

    [Fact]
    public void An_interpreter_that_does_not_start_is_its_tasks_error_and_not_the_workers()
    {
        var task = _bench.Add(environment: SlotBench.Interpreter);
        var next = _bench.Add();
        _bench.RunThread(3);
        _bench.Die();
        Assert.Equal(1, task.EndsWithout);
        Assert.Contains("interpreter", Assert.Single(_bench.Refused), StringComparison.Ordinal);

        _bench.Finish();
        Assert.Equal((1, TaskState.Done), (next.Results, next.Result.State));
        Assert.Empty(_bench.Pauses);
    }

    [Fact]
    public void An_edited_module_renews_interpreters_only()
    {
        _bench.Run();
        var own = _bench.Process;
        _bench.End();
        _bench.Renew(SlotBench.Interpreter);
        _bench.Add();
        _bench.Finish();
        Assert.Same(own, _bench.Process);
    }

    [Fact]
    public void A_process_that_has_not_answered_is_not_put_aside()
    {
        var (first, second) = _bench.RunFirstOfTwo();
        _bench.Withdraw(second, waitingOnly: true);
        _bench.RunThread();
        Assert.Single(_bench.Process!.Revocations);
        _bench.End();
        _bench.Begin();
        _bench.End();
        _bench.Add(environment: SlotBench.Interpreter);
        _bench.RunThread(4);
        Assert.IsType<SlotStep.Wait>(_bench.Step);
        Assert.Empty(_bench.Aside);

        _bench.Finish();
        Assert.Single(_bench.Aside);
        Assert.Equal((1, 1), (first.Results, second.Results + second.EndsWithout));
    }

    [Fact]
    public void A_process_that_starts_is_killed_when_the_slot_shuts_down_and_its_task_is_not_to_blame()
    {
        _bench.Add(environment: SlotBench.Interpreter);
        _bench.RunThread(3);

        _bench.ShutDown();
        Assert.Equal((true, false), (_bench.Process!.IsClosed, _bench.Process.IsReady));
        _bench.Die();
        Assert.Empty(_bench.Refused);

        _bench.Finish();
        Assert.IsType<SlotStep.End>(_bench.Step);
        _bench.CheckNothingIsLeft();
    }
}
