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

    [Fact]
    public void An_outcome_with_nothing_to_say_is_an_empty_object()
    {
        Assert.Equal("{}", Encoding.UTF8.GetString(new TaskOutcome().ToUtf8Json()));
        Assert.Equal("""{"stdout":"x","exit_code":0}""", Encoding.UTF8.GetString(new TaskOutcome { Stdout = "x", ExitCode = 0 }.ToUtf8Json()));
        Assert.Equal(new TaskOutcome(), TaskOutcome.Parse([]));
    }
}
