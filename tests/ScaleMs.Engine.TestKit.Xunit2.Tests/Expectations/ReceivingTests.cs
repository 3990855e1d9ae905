using System.Collections;
using Akka.Actor;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Expectations;

public class ReceivingTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void One_message_or_null()
    {
        TestActor.Tell("a");

        Assert.Equal("a", ReceiveOne());
        Assert.Null(ReceiveOne(Short));
        Assert.Null(ReceiveOne(TimeSpan.Zero));
    }

    [Fact]
    public async Task One_message_with_its_sender()
    {
        TestActor.Tell("a");
        Assert.True(TryReceiveOne(out var envelope, Short));
        Assert.Equal("a", envelope.Message);
        Assert.Equal(TestActor, envelope.Sender);
        Assert.False(TryReceiveOne(out envelope, Short));
        Assert.Null(envelope.Message);

        TestActor.Tell("b");
        var (success, next) = await TryReceiveOneAsync(Short);
        Assert.True(success);
        Assert.Equal("b", next.Message);
        Assert.False((await TryReceiveOneAsync(Short)).success);
    }

    [Fact]
    public async Task A_look_leaves_the_message()
    {
        TestActor.Tell("a");

        Assert.Equal("a", PeekOne());
        Assert.Equal("a", await PeekOneAsync());
        Assert.True(TryPeekOne(out var envelope, Short, CancellationToken.None));
        Assert.Equal("a", envelope.Message);
        Assert.True(HasMessages);
        ExpectMsg("a");
        Assert.False(HasMessages);
        Assert.Null(PeekOne(Short));
    }

    [Fact]
    public void A_message_that_comes_while_the_test_waits_wakes_it()
    {
        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "later", TestActor);

        ExpectMsg("later");
    }

    [Fact]
    public async Task A_number_of_messages()
    {
        for (var i = 0; i < 6; i++)
        {
            TestActor.Tell(i);
        }

        Assert.Equal(new object[] { 0, 1 }, ReceiveN(2));
        Assert.Equal(new object[] { 2, 3 }, ReceiveN(2, TimeSpan.FromSeconds(1)));
        var received = new List<object>();
        await foreach (var message in ReceiveNAsync(2))
        {
            received.Add(message);
        }

        Assert.Equal([4, 5], received);
        TestActor.Tell(6);
        var failure = Failing.MessageOf(() => ReceiveN(2, Short));
        Assert.Contains("Only got 1", failure, StringComparison.Ordinal);
        Assert.Contains("{6}", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_long_as_a_filter_accepts()
    {
        for (var i = 0; i < 5; i++)
        {
            TestActor.Tell($"{i}");
        }

        Assert.Equal(["0", "1", "2"], ReceiveWhile(message => message is "3" ? null : (string)message, Short));
        ExpectMsg("3");
        TestActor.Tell("5");
        var received = new List<string>();
        await foreach (var message in ReceiveWhileAsync(message => (string)message, Short))
        {
            received.Add(message);
        }

        Assert.Equal(["4", "5"], received);
    }

    [Fact]
    public void As_long_as_a_predicate_holds_with_other_types_passed_over()
    {
        TestActor.Tell("a");
        TestActor.Tell(1);
        TestActor.Tell("b");
        TestActor.Tell("stop");

        Assert.Equal(["a", "b"], ReceiveWhile<string>(message => message != "stop", Short));
        ExpectMsg("stop");
    }

    [Fact]
    public void At_most_so_many()
    {
        for (var i = 0; i < 5; i++)
        {
            TestActor.Tell("x");
        }

        Assert.Equal(2, ReceiveWhile(message => (string)message, Short, msgs: 2).Count);
        Assert.Equal(3, ReceiveWhile(TimeSpan.FromSeconds(10), Short, message => (string)message).Count);
    }

    [Fact]
    public async Task Fishing_passes_over_what_does_not_match()
    {
        TestActor.Tell(1);
        TestActor.Tell("a");
        TestActor.Tell("b");

        Assert.Equal("b", FishForMessage(message => message is "b"));

        TestActor.Tell(1);
        TestActor.Tell("a");
        TestActor.Tell("b");
        var passedOver = new ArrayList();
        Assert.Equal("b", await FishForMessageAsync<string>(message => message == "b", passedOver));
        Assert.Equal(new object[] { 1, "a" }, passedOver.ToArray());
    }

    [Fact]
    public void Fishing_in_vain_shows_what_was_passed_over()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");

        var failure = Failing.MessageOf(() => FishForMessage<string>(message => message == "c", Short, "my hint"));

        Assert.Contains("{a}, {b}", failure, StringComparison.Ordinal);
        Assert.Contains("my hint", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_message_of_a_type_for_a_while()
    {
        TestActor.Tell("a");
        await FishUntilMessageAsync<int>(Short);

        TestActor.Tell("a");
        await Failing.MessageOfAsync(() => FishUntilMessageAsync<string>(Short));
    }

    [Fact]
    public void Ignored_messages_are_not_seen()
    {
        IgnoreMessages<int>(number => number % 2 == 0);
        for (var i = 0; i < 4; i++)
        {
            TestActor.Tell(i);
        }

        Assert.Equal(new object[] { 1, 3 }, ReceiveN(2));

        IgnoreMessages<int>();
        TestActor.Tell(1);
        TestActor.Tell("a");
        ExpectMsg("a");

        IgnoreMessages(message => message is "a");
        TestActor.Tell("a");
        TestActor.Tell(2);
        ExpectMsg(2);

        IgnoreNoMessages();
        TestActor.Tell("a");
        ExpectMsg("a");
    }

    [Fact]
    public void An_auto_pilot_reacts_before_the_test()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new Akka.TestKit.DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"pilot: {message}", ActorRefs.NoSender);
            return message is "last" ? Akka.TestKit.AutoPilot.NoAutoPilot : Akka.TestKit.AutoPilot.KeepRunning;
        }));

        probe.Ref.Tell("a");
        probe.Ref.Tell("last");
        probe.Ref.Tell("on foot");

        ExpectMsg("pilot: a");
        ExpectMsg("pilot: last");
        ExpectNoMsg(10);
        Assert.Equal(new object[] { "a", "last", "on foot" }, probe.ReceiveN(3));
    }

    [Fact]
    public void An_auto_pilot_may_use_its_probe()
    {
        var probe = CreateTestProbe();
        IActorRef child = ActorRefs.Nobody;
        probe.SetAutoPilot(new Akka.TestKit.DelegateAutoPilot((_, _) =>
        {
            child = probe.ChildActorOf(Akka.TestKit.TestActors.BlackHoleActor.Props);
            probe.Watch(child);
            return Akka.TestKit.AutoPilot.NoAutoPilot;
        }));

        probe.Ref.Tell("go");
        probe.ExpectMsg("go");
        Sys.Stop(child);

        probe.ExpectTerminated(child);
    }
}
