using System.Text.Json;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>What must hold for tasks of every kind, with Python functions of two MPI ranks.</summary>
public sealed class MpiProbeTests(MpiProbes probes) : IClassFixture<MpiProbes>
{
    [Fact]
    public void Every_task_behind_a_harmful_one_runs_and_answers_in_rank_order() => Assert.All(probes.Others, static result =>
    {
        Assert.True(result.State() == "DONE", result.Exception());
        Assert.Equal(1, result.GetProperty("attempt").GetInt32());
        Assert.Equal([(0, 21), (1, 21)], result.Value().EnumerateArray().Select(static rank => (rank[0].GetInt32(), rank[1].GetInt32())));
    });

    [Fact]
    public void Exit_in_a_rank_is_FAILED_with_its_exit_code()
    {
        var exit = Failed("exit", "rank_lost", "rank 0: ", "rank 1: process exit: the task called sys.exit(3)");
        Assert.Equal(3, exit.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public void A_rank_that_is_killed_is_FAILED_and_the_other_says_why_it_has_ended()
    {
        var kill = Failed("kill", "rank_lost", "rank 0: ", "rank 1: ", "SIGKILL");
        Assert.Equal(137, kill.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public void A_result_of_one_rank_that_cannot_be_encoded_is_FAILED_saying_which_type() =>
        Failed("unserializable", "invalid", "rank 1: ", "_thread.lock");

    [Fact]
    public void A_time_limit_ends_all_ranks_in_time()
    {
        var timeout = Failed("timeout", "timeout", "rank 0: ", "rank 1: ");
        Assert.InRange(timeout.GetProperty("finished").GetDateTimeOffset() - timeout.GetProperty("started").GetDateTimeOffset(), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void An_exception_in_one_rank_is_FAILED_with_that_rank_s_error_only()
    {
        var fails = Failed("one fails", "user_error", "rank 1: ValueError: rank 1 gives up");
        Assert.DoesNotContain("rank 0", fails.Exception(), StringComparison.Ordinal);
    }

    [Fact]
    public void Exceptions_in_all_ranks_are_FAILED_with_each_rank_s_error() =>
        Failed("both fail", "user_error", "rank 0: ValueError: rank 0 gives up", "rank 1: ValueError: rank 1 gives up");

    [Fact]
    public void More_ranks_than_there_are_is_FAILED_saying_how_many_there_are() =>
        Failed("too many", "refused", "needs 3 ranks", "room for 2");

    private JsonElement Failed(string probe, string kind, params string[] texts)
    {
        var result = probes[probe];
        Assert.True(result.State() == "FAILED" && result.Text("error_kind") == kind, $"{result}");
        Assert.True(texts.All(text => result.Exception().Contains(text, StringComparison.Ordinal)), result.Exception());
        return result;
    }
}
