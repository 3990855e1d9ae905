using Akka.Actor;

namespace ScaleMs.Engine.TestKit.Xunit2.Tests.Expectations;

public class ExpectMsgTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_message_of_the_type_is_returned()
    {
        TestActor.Tell("text");

        Assert.Equal("text", ExpectMsg<string>());
        Assert.Equal("text", LastMessage);
    }

    [Fact]
    public void A_message_of_another_type_fails_and_is_shown_with_its_sender_and_what_follows()
    {
        TestActor.Tell(42);
        TestActor.Tell("following");

        var failure = Failing.MessageOf(() => ExpectMsg<string>(hint: "my hint"));

        Assert.Contains("System.String", failure, StringComparison.Ordinal);
        Assert.Contains("{42}", failure, StringComparison.Ordinal);
        Assert.Contains("System.Int32", failure, StringComparison.Ordinal);
        Assert.Contains(TestActor.ToString()!, failure, StringComparison.Ordinal);
        Assert.Contains("my hint", failure, StringComparison.Ordinal);
        Assert.Contains("following", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_fails_after_the_timeout_and_names_what_was_expected()
    {
        var begin = Now;

        var failure = Failing.MessageOf(() => ExpectMsg<string>(Short));

        Assert.True(Now - begin >= Short);
        Assert.Contains("Timeout", failure, StringComparison.Ordinal);
        Assert.Contains("System.String", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_compared_by_equality()
    {
        TestActor.Tell(new Point(1, 2));
        TestActor.Tell(new Point(1, 3));

        ExpectMsg(new Point(1, 2));
        var failure = Failing.MessageOf(() => ExpectMsg(new Point(1, 2)));

        Assert.Contains("Y = 2", failure, StringComparison.Ordinal);
        Assert.Contains("Y = 3", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Collections_are_compared_by_their_elements()
    {
        TestActor.Tell(new[] { 1, 2, 3 });
        TestActor.Tell(new List<string[]> { new[] { "a" }, new[] { "b" } });
        TestActor.Tell(new[] { 1, 2, 4 });

        ExpectMsg(new[] { 1, 2, 3 });
        ExpectMsg(new List<string[]> { new[] { "a" }, new[] { "b" } });
        Failing.MessageOf(() => ExpectMsg(new[] { 1, 2, 3 }));
    }

    [Fact]
    public void A_comparer_may_decide()
    {
        TestActor.Tell("TEXT");
        TestActor.Tell("other");

        ExpectMsg("text", (expected, actual) => string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase));
        Failing.MessageOf(() => ExpectMsg("text", (expected, actual) => expected == actual));
    }

    [Fact]
    public void A_predicate_may_decide()
    {
        TestActor.Tell(5);
        TestActor.Tell(6);

        Assert.Equal(5, ExpectMsg<int>(number => number == 5));
        Assert.Contains("{6}", Failing.MessageOf(() => ExpectMsg<int>(number => number == 5)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_predicate_may_look_at_the_sender()
    {
        var sender = CreateTestProbe();
        sender.Send(TestActor, 5);
        sender.Send(TestActor, 6);

        ExpectMsg<int>((number, from) => number == 5 && from.Equals(sender.Ref));
        Failing.MessageOf(() => ExpectMsg<int>((_, from) => from.Equals(TestActor)));
    }

    [Fact]
    public void Assertions_may_look_at_the_message_and_its_sender()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");

        ExpectMsg<string>(message => Assert.Equal("a", message));
        ExpectMsg<string>((message, sender) =>
        {
            Assert.Equal("b", message);
            Assert.Equal(TestActor, sender);
        });
    }

    [Fact]
    public void The_sender_can_be_expected()
    {
        var sender = CreateTestProbe();
        for (var i = 0; i < 6; i++)
        {
            sender.Send(TestActor, i);
        }

        ExpectMsgFrom<int>(sender.Ref);
        ExpectMsgFrom(sender.Ref, 1);
        ExpectMsgFrom<int>(sender.Ref, number => number == 2);
        ExpectMsgFrom<int>(sender.Ref, number => Assert.Equal(3, number));
        ExpectMsgFrom<int>(from => from.Equals(sender.Ref), number => number == 4);
        Assert.Contains(sender.Ref.ToString()!, Failing.MessageOf(() => ExpectMsgFrom<int>(TestActor)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_asynchronous_forms_do_the_same()
    {
        for (var i = 0; i < 8; i++)
        {
            TestActor.Tell(i);
        }

        Assert.Equal(0, await ExpectMsgAsync<int>());
        Assert.Equal(1, await ExpectMsgAsync(1));
        Assert.Equal(2, await ExpectMsgAsync<int>(number => number == 2));
        await ExpectMsgAsync<int>(number => Assert.Equal(3, number));
        await ExpectMsgFromAsync<int>(TestActor);
        await ExpectMsgFromAsync(TestActor, 5);
        Assert.Contains("6", await Failing.MessageOfAsync(async () => await ExpectMsgAsync(5)), StringComparison.Ordinal);
        Assert.Contains("System.String", await Failing.MessageOfAsync(async () => await ExpectMsgAsync<string>()), StringComparison.Ordinal);
        Assert.Contains("Timeout", await Failing.MessageOfAsync(async () => await ExpectMsgAsync<string>(Short)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once()
    {
        using var cancellation = new CancellationTokenSource(Short);

        Assert.ThrowsAny<OperationCanceledException>(() => ExpectMsg<string>(TimeSpan.FromMinutes(1), cancellationToken: cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await ExpectMsgAsync<string>(TimeSpan.FromMinutes(1), cancellationToken: cancellation.Token));
    }

    [Fact]
    public void Any_of_several_messages()
    {
        TestActor.Tell("b");
        TestActor.Tell("d");

        Assert.Equal("b", ExpectMsgAnyOf(["a", "b", "c"]));
        Assert.Contains("{d}", Failing.MessageOf(() => ExpectMsgAnyOf(["a", "b", "c"])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_several_messages_in_any_order()
    {
        TestActor.Tell("b");
        TestActor.Tell("a");
        Assert.Equal(["b", "a"], ExpectMsgAllOf("a", "b"));

        TestActor.Tell("b");
        TestActor.Tell("a");
        var received = new List<string>();
        await foreach (var message in ExpectMsgAllOfAsync(["a", "b"]))
        {
            received.Add(message);
        }

        Assert.Equal(["b", "a"], received);
    }

    [Fact]
    public void All_of_several_messages_names_the_missing_and_the_unexpected()
    {
        TestActor.Tell("a");
        TestActor.Tell("x");

        var failure = Failing.MessageOf(() => ExpectMsgAllOf("a", "b"));

        Assert.Contains("missing [{b}]", failure, StringComparison.Ordinal);
        Assert.Contains("not expected [{x}]", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void All_of_several_messages_says_what_came_when_too_few_came()
    {
        TestActor.Tell("a");

        Assert.Contains("{a}", Failing.MessageOf(() => ExpectMsgAllOf(Short, "a", "b")), StringComparison.Ordinal);
    }

    [Fact]
    public void Predicates_of_several_types()
    {
        TestActor.Tell(1);
        TestActor.Tell("a");

        ExpectMsgAllOfMatchingPredicates(
            Akka.TestKit.PredicateInfo.Create<string>(text => text == "a"),
            Akka.TestKit.PredicateInfo.Create<int>(number => number == 1));
    }

    [Fact]
    public void Silence()
    {
        ExpectNoMsg(Short);
        ExpectNoMsg(10);
        TestActor.Tell("noise");

        Assert.Contains("{noise}", Failing.MessageOf(() => ExpectNoMsg(Short)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_after_some_noise()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");

        Assert.Equal(new object[] { "a", "b" }, (await WaitForRadioSilenceAsync(Short)).ToArray());

        TestActor.Tell("a");
        TestActor.Tell("b");
        await Failing.MessageOfAsync(() => WaitForRadioSilenceAsync(Short, maxMessages: 1));
    }

    [Fact]
    public void A_termination_of_the_right_actor()
    {
        var first = ActorOf(Akka.TestKit.TestActors.BlackHoleActor.Props);
        var second = ActorOf(Akka.TestKit.TestActors.BlackHoleActor.Props);
        Watch(first);
        Sys.Stop(first);
        Assert.True(ExpectTerminated(first).ExistenceConfirmed);

        Watch(second);
        Sys.Stop(second);
        Failing.MessageOf(() => ExpectTerminated(first));
    }

    private sealed record Point(int X, int Y);
}
