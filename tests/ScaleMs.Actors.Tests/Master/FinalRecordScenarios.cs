using System.Text.Json;
using Akka.Event;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Observing;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Tests.Master;

/// <summary>Every answer to a command passes through the command's own handler before it reaches the requester.</summary>
public sealed class FinalRecordScenarios() : MasterScenario(
    """
    scalems.commands {
      count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples"
      fragile = "ScaleMs.Actors.Tests.Master.FinalRecordScenarios+FragileHandler, ScaleMs.Actors.Tests"
    }
    """,
    logLevel: "DEBUG")
{
    public static TheoryData<string, string> Commands => new()
    {
        { "hello", """["hello", null]""" },
        { "hello", """["hello", 1]""" },
        { "add-item", """["add_item", {"module": "System.Math", "func": "Sqrt", "args": [4]}]""" },
        { "add-item", """["add_item", {"func": "f"}]""" },
        { "add-workflow", """["add_workflow", {"items": {"a": {"module": "System.Math", "func": "Sqrt", "args": [4]}}}]""" },
        { "add-workers", """["add_workers", {"count": 0}]""" },
        { "release-workers", """["release_workers", {"all": true}]""" },
        { "release-workers", """["release_workers", {"uids": ["none"]}]""" },
        { "wait-workers", """["wait_workers", {"count": 1, "deadline": 0.1}]""" },
        { "query", """["query", {"limit": 10}]""" },
        { "query", """["query", {"limit": -1}]""" },
        { "cancel", """["cancel", {"all": true}]""" },
        { "cancel", """["cancel", {"all": true, "ids": ["x"]}]""" },
        { "subscribe", """["subscribe", {"all": true}]""" },
        { "unsubscribe", """["unsubscribe", null]""" },
        { "read-log", """["read_log", {"id": "none"}]""" },
        { "observe", """["observe", null]""" },
        { "observe", """["observe", {"after": -1}]""" },
        { "read-graph", """["read_graph", {"submission": "019ab12f-5d2c-7c11-9d3e-3f2b8c6f0a11"}]""" },
        { "report", """["report", null]""" },
        { "stop", """["stop", null]""" },
        { "count-words", """["count_words", {"text": "one two"}]""" },
        { "count-words", """["count_words", {"no": 1}]""" },
        { "fragile", """["fragile", {"in_launch": true}]""" },
        { "fragile", """["fragile", {"in_launch": false}]""" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_final_record_passes_through_its_handler_before_the_requester_has_it(string handler, string metadata)
    {
        var requester = CreateTestProbe();
        Sys.EventStream.Subscribe(requester.Ref, typeof(Debug));

        Master.Tell(new TaskDescription { Mode = Cpi.Mode, Metadata = JsonElement.Parse(metadata), Uid = "mine" }, requester.Ref);

        var passed = new List<Debug>();
        object heard;
        while ((heard = requester.ExpectMsg<object>(Patience)) is Debug debug)
        {
            if (debug.Message.ToString()!.StartsWith("Command mine ", StringComparison.Ordinal))
            {
                passed.Add(debug);
            }
        }

        Assert.Equal(handler, NameOf(Assert.Single(passed).LogSource));
        if (heard is CommandReply reply)
        {
            Assert.Equal("mine", reply.Record.Uid);
            Assert.Contains($"mine ended {reply.Record.State}", passed[0].Message.ToString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.True(heard is QueryReply or Observation or WorkGraph, heard.GetType().Name);
        }
    }

    [Fact]
    public void The_cases_have_every_command_of_the_master()
    {
        var covered = Commands.Select(static row => (string)row[0]).Select(static name => name.Replace('-', '_')).ToHashSet();

        Assert.Empty(CommandJson.Operations.Except(covered));
    }

    [Fact]
    public void Results_come_behind_the_acceptance_of_their_tasks_however_many_are_added_at_once()
    {
        const int Tasks = 200;
        var worker = Worker(slots: 8);
        for (var n = 0; n < Tasks; n++)
        {
            Master.Tell(new AddItem(Item(n)), TestActor);
        }

        for (var finished = 0; finished < Tasks;)
        {
            foreach (var row in worker.Probe.FishForMessage<AssignBatch>(static _ => true, Patience).Tasks)
            {
                worker.Finish(Done(row));
                finished++;
            }
        }

        var accepted = new HashSet<string>();
        for (var n = 0; n < Tasks * 2; n++)
        {
            switch (ExpectMsg<object>(Patience))
            {
                case CommandReply reply:
                    accepted.Add(reply.Record.Stdout);
                    break;
                case TaskResult result:
                    Assert.Contains(result.Record.Uid, accepted);
                    break;
                case var other:
                    Assert.Fail($"unexpected: {other}");
                    break;
            }
        }

        Assert.Equal(Tasks, accepted.Count);
    }

    private static string NameOf(string logSource) => logSource.Split('/')[^1].Split('#', ' ', '(')[0];

    /// <summary>Fails at the given point.</summary>
    public sealed record Fragile(bool InLaunch) : Command;

    /// <summary>Throws before or after its answer.</summary>
    public sealed class FragileHandler : ScaleMs.Actors.Master.Commands.CommandHandler<Fragile>
    {
        protected override void Launch(Fragile command, ScaleMs.Actors.Master.Messages.CommandRequest request)
        {
            if (command.InLaunch)
            {
                throw new InvalidOperationException("in the middle");
            }

            Done(request);
        }

        protected override void OnFinished(TaskRecord record)
        {
            if (record.State == TaskState.Done)
            {
                throw new InvalidOperationException("at the end");
            }
        }
    }
}
