using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master;
using ScaleMs.Actors.Samples;

namespace ScaleMs.Actors.Tests.Commands;

public sealed class CountWordsTests : TestKit
{
    private readonly IActorRef _master;

    public CountWordsTests()
    {
        var config = ConfigurationFactory.ParseString("""
            scalems.commands { count-words = "ScaleMs.Actors.Samples.CountWordsHandler, ScaleMs.Actors.Samples" }
            """);
        _master = MasterNode.Start(Sys, ScaleMsOptions.From(config));
    }

    [Fact]
    public void A_user_s_command_is_answered_by_its_handler()
    {
        _master.Tell(new CountWords("to be or not to be"), TestActor);

        var record = ExpectMsg<CommandReply>().Record;
        Assert.Equal(TaskState.Done, record.State);
        Assert.Equal(6, record.ReturnValue!.Value.GetInt32());
    }

    [Fact]
    public void A_failing_handler_is_answered_and_others_go_on()
    {
        _master.Tell(new CountWords(null!), TestActor);
        var failed = ExpectMsg<CommandReply>().Record;
        Assert.Equal(TaskState.Failed, failed.State);
        Assert.StartsWith("System.NullReferenceException", failed.Exception, StringComparison.Ordinal);

        _master.Tell(new CountWords("again"), TestActor);
        Assert.Equal(1, ExpectMsg<CommandReply>().Record.ReturnValue!.Value.GetInt32());
    }
}
