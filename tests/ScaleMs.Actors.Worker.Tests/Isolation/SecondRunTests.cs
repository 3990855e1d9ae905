using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Machine;

namespace ScaleMs.Actors.Worker.Tests.Isolation;

public sealed class SecondRunTests
{
    private readonly SlotBench _bench = new(slots: 1);

    [Fact]
    public void A_task_whose_process_dies_after_another_function_ran_there_runs_once_more_in_a_new_process()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        Assert.Equal(0, task.Results);
        Assert.NotNull(_bench.Running);

        _bench.Finish();

        Assert.Equal((1, TaskState.Done, 2, 1), (task.Results, task.Result.State, task.Runs, task.SecondRuns));
    }

    [Fact]
    public void A_task_whose_second_process_dies_too_has_failed()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        _bench.RunThread(2);
        _bench.Ready();
        _bench.RunThread(1);
        _bench.Begin();
        _bench.Die();
        _bench.Finish();
        Assert.Equal((1, TaskState.Failed, 2), (task.Results, task.Result.State, task.Runs));
    }

    [Fact]
    public void The_first_function_in_a_process_is_to_blame_for_its_end_and_a_program_is_not()
    {
        var function = _bench.Run();
        _bench.Die();
        Assert.Equal((1, TaskState.Failed), (function.Results, function.Result.State));

        var program = _bench.Add(isProgram: true);
        _bench.RunThread(4);
        _bench.Ready();
        _bench.RunThread(1);
        _bench.Begin();
        _bench.Die();
        Assert.Equal(0, program.Results);
        _bench.Finish();
        Assert.Equal((1, TaskState.Done), (program.Results, program.Result.State));
    }

    [Fact]
    public void A_new_process_that_dies_before_it_is_ready_ends_the_task_that_was_to_run_again()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        _bench.RunThread(2);
        Assert.False(_bench.Process!.IsReady);

        _bench.Die();

        Assert.Equal((1, TaskState.Failed, 1), (task.Results, task.Result.State, task.Runs));
    }

    [Fact]
    public void A_new_process_that_dies_between_its_start_and_the_second_run_is_replaced()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        _bench.RunThread(2);
        _bench.Ready();

        _bench.Die();
        _bench.Finish();

        Assert.Equal((1, TaskState.Done, 2), (task.Results, task.Result.State, task.Runs));
    }

    [Fact]
    public void A_task_that_is_cancelled_before_its_second_run_does_not_run_again()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        _bench.Cancel(_bench.Running!);
        _bench.Finish();
        Assert.Equal((1, TaskState.Canceled, 1), (task.Results, task.Result.State, task.Runs));
    }

    [Fact]
    public void A_kill_that_comes_while_the_new_process_is_about_to_be_started_ends_that_process()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        _bench.RunThread(1);
        Assert.IsType<SlotStep.Start>(_bench.Step);
        _bench.Cancel(_bench.Running!);
        Assert.True(_bench.Abandon(_bench.Running!));

        _bench.RunThread(1);

        Assert.True(_bench.Process!.IsKilled);
        _bench.Die();
        Assert.Equal((1, TaskState.Canceled, 1), (task.Results, task.Result.State, task.Runs));
    }

    [Fact]
    public void A_task_that_runs_in_a_new_process_which_was_killed_too_late_for_the_one_before_runs_again()
    {
        _bench.RunSecond();
        _bench.Die();
        _bench.RunThread(2);
        _bench.Cancel(_bench.Running!);
        Assert.True(_bench.Abandon(_bench.Running!));
        _bench.Ready();
        var next = _bench.Add();
        _bench.RunThread(3);
        _bench.Begin();

        _bench.Die();

        Assert.Equal((0, 1), (next.Results, next.PutBackBegun));
        _bench.Finish();
        Assert.Equal((1, TaskState.Done), (next.Results, next.Result.State));
    }

    [Fact]
    public void A_task_that_is_cancelled_before_it_begins_again_is_told_once_more_when_it_has()
    {
        var task = _bench.RunSecond();
        _bench.Die();
        _bench.RunThread(2);
        _bench.Ready();
        _bench.RunThread(1);
        _bench.Cancel(_bench.Running!);
        _bench.RunThread(1);
        _bench.Begin();
        _bench.RunThread(1);
        Assert.Equal(2, _bench.Process!.Cancelled.Count);
        Assert.Equal(0, task.Results);
    }
}
