using Akka.Actor;
using ScaleMs.Actors.Master.Ledger;
using ScaleMs.Actors.Master.Messages;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

public sealed class AnswerOrderTests
{
    private readonly FakeRef _requester = new("requester");
    private readonly FakeRef _other = new("other");
    private readonly FakeRef _handler = new("handler");
    private readonly List<(IActorRef To, object Message)> _sent = [];
    private readonly AnswerOrder _order;

    public AnswerOrderTests() => _order = new AnswerOrder((to, message) => _sent.Add((to, message)));

    [Fact]
    public void What_follows_an_answer_waits_for_it_and_others_do_not()
    {
        var answer = Answer("first");
        _order.Send(_handler, answer);
        _order.Send(_requester, "result");
        _order.Send(_other, "unrelated");

        Assert.Equal([(_handler, answer), (_other, "unrelated")], _sent);
        Assert.Equal(1, _order.Held);

        _order.Sent(answer);
        Assert.Equal((_requester, "result"), _sent[^1]);
        Assert.Equal(0, _order.Held);

        _order.Send(_requester, "later");
        Assert.Equal((_requester, "later"), _sent[^1]);
    }

    [Fact]
    public void Answers_do_not_wait_for_each_other_and_each_holds_what_follows_it()
    {
        var (first, second) = (Answer("first"), Answer("second"));
        _order.Send(_handler, first);
        _order.Send(_requester, "result of the first");
        _order.Send(_handler, second);
        _order.Send(_requester, "result of the second");
        Assert.Equal([(_handler, first), (_handler, second)], _sent);

        _order.Sent(second);
        Assert.Equal(2, _sent.Count);

        _order.Sent(first);
        Assert.Equal(["result of the first", "result of the second"], _sent.Skip(2).Select(static sent => (string)sent.Message));
    }

    private CommandFinished Answer(string uid) => new(new CommandRequest(uid, _requester), CommandRecords.Done(uid)) { Confirm = _other };
}
