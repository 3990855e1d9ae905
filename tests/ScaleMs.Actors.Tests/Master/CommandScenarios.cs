using System.Text.Json;
using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tests.Master;

public sealed class CommandScenarios : MasterScenario
{
    public CommandScenarios()
        : base("""scalems.commands { count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples" }""")
    {
    }

    [Fact]
    public void Hello_is_answered_as_the_seed_answers()
    {
        var record = Ask(new HelloCommand());

        Assert.Equal(TaskState.Done, record.State);
        Assert.Equal("""{"name":"scalems.radical.raptor","version":"0.0.0"}""", record.ReturnValue!.Value.GetRawText());
        Assert.Equal("BackendVersion(name='scalems.radical.raptor', version='0.0.0')", record.Stdout);
        Assert.Equal("", record.Stderr);
        Assert.Equal(0, record.ExitCode);
    }

    [Fact]
    public void AddItem_is_answered_with_the_uid_at_once_and_with_the_result_later()
    {
        Master.Tell(new AddItem(Item(4)), TestActor);

        var reply = ExpectMsg<CommandReply>(Patience).Record;
        var uid = Item(4).Uid().ToString();
        Assert.Equal(uid, reply.ReturnValue!.Value.GetString());
        Assert.Equal(uid, reply.Stdout);
        Assert.Equal(0, reply.ExitCode);

        var worker = Worker();
        worker.Finish(Done(worker.Take(1)[0], 2.0));
        var result = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal(uid, result.Uid);
        Assert.Equal(2.0, result.ReturnValue!.Value.GetDouble());
        Assert.Equal("worker", result.Worker);
        Assert.NotNull(result.Timestamps.Finished);
    }

    [Fact]
    public async Task Asking_for_an_item_gives_the_reply_and_leaves_nothing_behind()
    {
        var reply = await Master.Ask<CommandReply>(new AddItem(Item(4)), Patience);
        Assert.Equal(TaskState.Done, reply.Record.State);

        var worker = Worker();
        worker.Finish(Done(worker.Take(1)[0], 2.0));
        AwaitAssert(() => Assert.Equal(1, Query().Status.Counts[TaskState.Done]), Patience);
    }

    [Fact]
    public void The_same_item_twice_gives_two_results()
    {
        Master.Tell(new AddItem(Item(4)), TestActor);
        Master.Tell(new AddItem(Item(4)), TestActor);
        var worker = Worker();
        foreach (var row in worker.Take(2))
        {
            worker.Finish(Done(row));
        }

        ExpectMsg<CommandReply>(Patience);
        ExpectMsg<CommandReply>(Patience);
        ExpectMsg<TaskResult>(Patience);
        ExpectMsg<TaskResult>(Patience);
    }

    [Theory]
    [InlineData("""{"control": "hello"}""")]
    [InlineData("""["hello", null]""")]
    public void A_command_in_a_description_is_answered_under_the_description_s_uid(string metadata)
    {
        var record = Call(metadata, uid: "my-hello");

        Assert.Equal("my-hello", record.Uid);
        Assert.Equal(TaskState.Done, record.State);
    }

    [Fact]
    public void An_item_in_a_description_is_added_in_either_form()
    {
        var json = System.Text.Encoding.UTF8.GetString(Item(9).ToUtf8Json());

        var once = Call($"""["add_item", {json}]""");
        var twice = Call($$"""{"add_item": {{JsonSerializer.Serialize(json)}}}""");

        Assert.Equal(Item(9).Uid().ToString(), once.Stdout);
        Assert.Equal(once.Stdout, twice.Stdout);
    }

    [Fact]
    public void A_user_s_command_is_read_from_json()
    {
        Assert.Equal(3, Call("""["count_words", {"text": "one two three"}]""").ReturnValue!.Value.GetInt32());
        Assert.Equal(1, Call("""{"count-words": {"text": "one"}}""").ReturnValue!.Value.GetInt32());
        Assert.Contains("'count_words' is not a CountWords", Call("""["count_words", {"txt": 1}]""").Exception, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"control": "dance"}""", "'dance' is not known; the master knows add_item, add_workers, add_workflow, cancel, count_words, hello, observe, query, read_graph, read_log, release_workers, report, stop, subscribe, unsubscribe, wait_workers")]
    [InlineData("""{"a": 1, "b": 2}""", "exactly one key")]
    [InlineData("""["hello"]""", "two elements")]
    [InlineData("""["hello", 1]""", "takes no operand")]
    [InlineData("""["add_item", {"func": "f"}]""", "module")]
    [InlineData("""["cancel", {"all": true, "ids": ["x"]}]""", "exactly one of")]
    [InlineData("7", "exactly one key")]
    public void A_command_that_makes_no_sense_is_refused_and_the_master_goes_on(string metadata, string reason)
    {
        var record = Call(metadata);

        Assert.Equal(TaskState.Failed, record.State);
        Assert.Contains(reason, record.Exception, StringComparison.Ordinal);
        Assert.Equal(TaskState.Done, Ask(new HelloCommand()).State);
    }

    [Fact]
    public void A_command_for_another_master_is_refused()
    {
        var hello = JsonElement.Parse("""["hello", null]""");
        var description = new TaskDescription { Mode = Cpi.Mode, Metadata = hello, Scheduler = "somebody" };
        Master.Tell(description, TestActor);
        Assert.Contains("'somebody' is not this master; give 'scalems-master'", ExpectMsg<CommandReply>(Patience).Record.Exception, StringComparison.Ordinal);

        Master.Tell(description with { Scheduler = "*", RaptorId = "scalems-master" }, TestActor);
        Assert.Equal(TaskState.Done, ExpectMsg<CommandReply>(Patience).Record.State);
    }

    [Fact]
    public void A_command_without_handler_is_refused_with_those_that_have_one()
    {
        var record = Ask(new Unheard());

        Assert.Contains("Unheard; the master knows add_item, add_workers, add_workflow, cancel", record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_is_missing_fails_its_command_only()
    {
        EventFilter.Exception<InvalidOperationException>().ExpectOne(Patience, () => Assert.Equal(TaskState.Failed, Ask(new AddItem(null!)).State));

        Assert.Equal(TaskState.Done, Ask(new AddItem(Item(1))).State);
    }

    [Fact]
    public void A_description_of_another_mode_passes_through()
    {
        Master.Tell(new TaskDescription { Mode = TaskMode.Shell, Command = "true", Uid = "shell-1" }, TestActor);

        var worker = Worker();
        var row = worker.Take(1)[0];
        Assert.Equal("shell-1", row.Uid.ToString());
        Assert.Equal("true", TaskDescription.Parse(row.Payload.Span).Command);
        worker.Finish(Done(row));
        Assert.Equal("shell-1", ExpectMsg<TaskResult>(Patience).Record.Uid);
    }

    [Theory]
    [InlineData("""{"mode": "task.other"}""", "unknown mode 'task.other'; known are task.function, task.method, task.eval, task.exec, task.executable, task.proc, task.shell and scalems.cpi; modes of your own do not begin with 'task.'")]
    [InlineData("""{"mode": "task.method"}""", "a task.method needs \"method\"")]
    [InlineData("""{"mode": "task.function", "function": "m.f", "sandbox": "/x"}""", "sandbox is for programs")]
    [InlineData("""{"mode": "task.function", "function": "m.f", "code": "x"}""", "code is for task.eval and task.exec, and this is a task.function")]
    [InlineData("""{"mode": "task.eval", "code": "x", "args": [1]}""", "args and kwargs are for functions and methods")]
    [InlineData("""{"mode": "task.eval"}""", "a task.eval needs \"code\"")]
    [InlineData("""{"mode": "task.exec", "code": "x", "runtime": "dotnet"}""", "a task.exec runs in Python, so its runtime cannot be dotnet")]
    [InlineData("""{"mode": "task.function", "function": "m.f", "post_exec": ["x"]}""", "post_exec is for programs; a function can tidy up by itself")]
    [InlineData("""{"mode": "task.function", "function": "m.f", "stdout": "x"}""", "stdout and stderr name files for the output of programs; that of a function is in its record")]
    [InlineData("""{"mode": "task.shell", "command": "x", "startup_timeout": 1}""", "startup_timeout is for functions, whose interpreter may have to be started; a task.shell has only timeout")]
    [InlineData("""{"mode": "task.proc", "executable": "x", "raptor_class": "C"}""", "raptor_file and raptor_class are for functions, and this is a task.proc")]
    [InlineData("""{"mode": "task.shell", "command": "true", "gpus_per_rank": 1.5}""", "gpus_per_rank is 1.5")]
    [InlineData("""{"mode": "task.shell", "command": "true", "ranks": 65536, "cores_per_rank": 65536}""", "at most 65536 slots")]
    [InlineData("""{"mode": "task.shell", "command": "true", "ranks": 0}""", "ranks is 0")]
    [InlineData("""{"mode": "task.shell", "command": "true", "timeout": -1}""", "timeout is -1")]
    [InlineData("""{"mode": "task.shell", "command": "true", "raptor_id": "other"}""", "raptor_id 'other'")]
    [InlineData("""{"mode": "task.executable"}""", "needs \"executable\"")]
    public void A_description_that_cannot_be_served_ends_with_the_reason(string json, string reason)
    {
        Master.Tell(TaskDescription.Parse(System.Text.Encoding.UTF8.GetBytes(json)), TestActor);

        var record = ExpectMsg<TaskResult>(Patience).Record;
        Assert.Equal(TaskState.Failed, record.State);
        Assert.Contains(reason, record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_uid_that_is_taken_is_refused()
    {
        var description = new TaskDescription { Mode = TaskMode.Shell, Command = "true", Uid = "mine" };
        Master.Tell(description, TestActor);
        Master.Tell(description, TestActor);

        Assert.Contains("'mine' belongs to a task", ExpectMsg<TaskResult>(Patience).Record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_else_is_refused_by_name()
    {
        Master.Tell("do something", TestActor);

        Assert.Contains("System.String", ExpectMsg<Refused>(Patience).Reason, StringComparison.Ordinal);
    }

    private TaskRecord Call(string metadata, string? uid = null)
    {
        var probe = CreateTestProbe();
        Master.Tell(new TaskDescription { Mode = Cpi.Mode, Metadata = JsonElement.Parse(metadata), Uid = uid }, probe.Ref);
        return probe.ExpectMsg<CommandReply>(Patience).Record;
    }

    private sealed record Unheard : Command;
}
