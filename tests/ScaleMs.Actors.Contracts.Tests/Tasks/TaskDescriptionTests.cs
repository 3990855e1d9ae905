using System.Text;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public class TaskDescriptionTests
{
    [Theory]
    [InlineData("""{"mode":"task.shell","command":"echo hi"}""")]
    [InlineData("""{"uid":"a","mode":"task.function","function":"Sqrt","module":"System.Math","args":[2],"kwargs":{"x":[1]},"ranks":2,"timeout":1.5}""")]
    [InlineData("""{"mode":"task.executable","executable":"/bin/ls","arguments":["-l"],"environment":{"A":"b"},"priority":-1}""")]
    public void Prints_only_what_was_given(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(TaskDescription.Parse(Encoding.UTF8.GetBytes(json)).ToUtf8Json()));

    [Fact]
    public void Has_one_slot_by_default()
    {
        var task = TaskDescription.Parse("""{"mode":"task.shell","command":"true"}"""u8);
        Assert.Equal((1, 1, 1, 0.0), (task.Ranks, task.CoresPerRank, task.Slots, task.Timeout));
        Assert.Empty(task.Arguments);
    }

    [Theory]
    [InlineData("""{"command":"echo"}""", "mode")]
    [InlineData("""{"mode":"task.shell","comand":"echo"}""", "comand")]
    [InlineData("""{"mode":"task.shell","ranks":"two"}""", "ranks")]
    [InlineData("""{"mode":"task.shell","mode":"task.shell"}""", "mode")]
    [InlineData("""null""", "not null")]
    [InlineData("""{"mode":""", "task description")]
    public void Refuses_what_it_does_not_know_by_name(string json, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ProtocolException>(() => TaskDescription.Parse(Encoding.UTF8.GetBytes(json))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"mode":"task.executable","executable":"a\u0000b"}""", "executable has a NUL character at position 1")]
    [InlineData("""{"mode":"task.executable","executable":"a","arguments":["b","c\u0000"]}""", "arguments[1] has a NUL")]
    [InlineData("""{"mode":"task.shell","command":"rm x\u0000y"}""", "command has a NUL")]
    [InlineData("""{"mode":"task.shell","command":"a","pre_exec":["\u0000"]}""", "pre_exec[0] has a NUL")]
    [InlineData("""{"mode":"task.shell","command":"a","sandbox":"/tmp\u0000/b"}""", "sandbox has a NUL")]
    [InlineData("""{"mode":"task.shell","command":"a","environment":{"A":"b\u0000"}}""", "environment.A has a NUL")]
    [InlineData("""{"mode":"task.shell","command":"a","environment":{"A\u0000B":""}}""", "NUL character in its name, 'A\\0B'")]
    [InlineData("""{"mode":"task.function","function":"F","environment":{"":"b"}}""", "a variable without a name")]
    [InlineData("""{"mode":"task.function","function":"F","environment":{"A=B":"c"}}""", "'=' in its name, 'A=B'")]
    public void NUL_in_a_text_for_the_system_and_names_that_no_variable_can_have_are_refused_by_key(string json, string reason) =>
        Assert.Contains(reason, TaskDescription.Parse(Encoding.UTF8.GetBytes(json)).Problem("me"), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"mode":"task.shell","command":"a","named_env":"/e"}""", "named_env is for functions; for a task.shell, activate the environment in pre_exec")]
    [InlineData("""{"mode":"task.executable","executable":"a","runtime":"python"}""", "runtime is for functions; for a task.executable, load what it needs in pre_exec")]
    [InlineData("""{"mode":"task.function","function":"F","runtime":"dotnet","named_env":"/e"}""", "named_env is '/e', but the runtime 'dotnet' has no virtual environments")]
    [InlineData("""{"mode":"task.function","function":"F","named_env":"/e\u0000"}""", "named_env has a NUL")]
    public void Keys_of_a_runtime_are_refused_where_they_do_not_apply(string json, string reason) =>
        Assert.Contains(reason, TaskDescription.Parse(Encoding.UTF8.GetBytes(json)).Problem("me"), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"mode":"task.function","function":"F","runtime":"python","named_env":"/e","pre_exec":["a"]}""")]
    [InlineData("""{"mode":"task.function","function":"F","runtime":"dotnet"}""")]
    public void Keys_of_a_runtime_are_accepted_where_they_do(string json) =>
        Assert.Null(TaskDescription.Parse(Encoding.UTF8.GetBytes(json)).Problem("me"));

    [Theory]
    [InlineData("""{"mode":"task.function","function":"F","args":["a\u0000b"],"kwargs":{"x":"\u0000"}}""")]
    [InlineData("""{"mode":"task.shell","command":"a","environment":null}""")]
    public void NUL_in_a_functions_arguments_and_no_environment_at_all_are_not(string json) =>
        Assert.Null(TaskDescription.Parse(Encoding.UTF8.GetBytes(json)).Problem("me"));

    [Fact]
    public void An_outcome_with_nothing_to_say_is_an_empty_object()
    {
        Assert.Equal("{}", Encoding.UTF8.GetString(new TaskOutcome().ToUtf8Json()));
        Assert.Equal("""{"stdout":"x","exit_code":0}""", Encoding.UTF8.GetString(new TaskOutcome { Stdout = "x", ExitCode = 0 }.ToUtf8Json()));
        Assert.Equal(new TaskOutcome(), TaskOutcome.Parse([]));
    }
}
