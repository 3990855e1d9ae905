using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Tests;

public class RemoteMessagingSpec : RemoteSpec
{
    [Fact]
    public void The_address_is_known_as_soon_as_the_system_is_made()
    {
        var address = AddressOf(Sys);
        Assert.Equal("akka.tcp", address.Protocol);
        Assert.Equal("here", address.System);
        Assert.Equal("127.0.0.1", address.Host);
        Assert.True(address.Port > 0);
    }

    [Fact]
    public void A_message_reaches_the_actor_and_its_answer_the_sender()
    {
        var there = Start("there");
        var echo = RefFrom(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        echo.Tell("hello", TestActor);
        ExpectMsg("hello", Patience);
        Assert.False(((IInternalActorRef)echo).IsLocal);
        Assert.Equal(AddressOf(there), LastSender.Path.Address);
    }

    [Fact]
    public async Task Ask_works_across_systems()
    {
        var there = Start("there");
        var echo = RefFrom(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, await echo.Ask<int>(i, Patience));
        }
    }

    [Fact]
    public void Messages_of_one_sender_arrive_in_order_and_none_is_missing()
    {
        const int Count = 20_000;
        var there = Start("there");
        var probe = Probe(there);
        var target = RefFrom(Sys, probe.Ref, there);
        for (var i = 0; i < Count; i++)
        {
            target.Tell(i);
        }

        for (var i = 0; i < Count; i++)
        {
            probe.ExpectMsg(i, Patience);
        }
    }

    [Fact]
    public async Task A_selection_finds_an_actor_of_another_system()
    {
        var there = Start("there");
        var actor = there.ActorOf(Props.Create<Echo>(), "echo");
        var selection = Sys.ActorSelection($"{AddressOf(there)}/user/echo");
        selection.Tell("via selection", TestActor);
        ExpectMsg("via selection", Patience);
        var resolved = await selection.ResolveOne(Patience);
        Assert.Equal(actor.Path.Uid, resolved.Path.Uid);
        Assert.Equal(AddressOf(there), resolved.Path.Address);
    }

    [Fact]
    public async Task A_selection_of_nobody_is_answered_at_once()
    {
        var there = Start("there");
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection($"{AddressOf(there)}/user/nobody").ResolveOne(Patience));
    }

    [Fact]
    public void A_forwarded_message_keeps_its_sender()
    {
        var there = Start("there");
        var echo = Sys.ActorOf(Props.Create<Echo>());
        var forwarder = there.ActorOf(Props.Create(() => new Forwarder(RefFrom(there, echo, Sys))));
        RefFrom(Sys, forwarder, there).Tell("round", TestActor);
        ExpectMsg("round", Patience);
    }

    [Fact]
    public void A_ref_inside_a_message_is_usable_where_it_arrives()
    {
        var there = Start("there");
        var probe = Probe(there);
        RefFrom(Sys, probe.Ref, there).Tell(TestActor, ActorRefs.NoSender);
        var received = probe.ExpectMsg<IActorRef>(Patience);
        Assert.Equal(AddressOf(Sys), received.Path.Address);
        received.Tell("found you", probe.Ref);
        ExpectMsg("found you", Patience);

        // And back home it is the local actor again.
        RefFrom(there, TestActor, Sys).Tell(received, ActorRefs.NoSender);
        Assert.Same(TestActor, ExpectMsg<IActorRef>(Patience));
    }

    [Fact]
    public void A_path_without_uid_follows_a_new_actor_of_that_name()
    {
        var there = Start("there");
        var first = there.ActorOf(Props.Create<Echo>(), "echo");
        var byName = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"{AddressOf(there)}/user/echo");
        byName.Tell(1, TestActor);
        ExpectMsg(1, Patience);
        var probe = Probe(there);
        probe.Watch(first);
        there.Stop(first);
        probe.ExpectTerminated(first, Patience);
        AwaitAssert(() => there.ActorOf(Props.Create<Echo>(), "echo"), Patience);
        byName.Tell(2, TestActor);
        ExpectMsg(2, Patience);
    }

    [Fact]
    public void A_message_to_an_actor_that_is_not_there_is_a_dead_letter_there()
    {
        var there = Start("there");
        var probe = Probe(there);
        there.EventStream.Subscribe(probe.Ref, typeof(DeadLetter));
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"{AddressOf(there)}/user/nobody").Tell("lost", TestActor);
        Assert.Equal("lost", probe.FishForMessage<DeadLetter>(letter => letter.Message is "lost", Patience).Message);
    }

    [Fact]
    public void Stopping_a_remote_ref_stops_its_actor()
    {
        var there = Start("there");
        var actor = there.ActorOf(Props.Create<Echo>());
        var probe = Probe(there);
        probe.Watch(actor);
        RefFrom(Sys, actor, there).Tell(PoisonPill.Instance);
        probe.ExpectTerminated(actor, Patience);
    }

    [Fact]
    public void A_failure_arrives_with_its_cause()
    {
        var there = Start("there");
        var probe = Probe(there);
        RefFrom(Sys, probe.Ref, there).Tell(new Status.Failure(new InvalidOperationException("no", new UnknownToOthersException("deep"))));
        var cause = probe.ExpectMsg<Status.Failure>(Patience).Cause;
        Assert.IsType<InvalidOperationException>(cause);
        Assert.Equal("no", cause.Message);
        Assert.Contains("deep", cause.InnerException?.Message, StringComparison.Ordinal);
        Assert.IsNotType<UnknownToOthersException>(cause.InnerException);
    }

    [Fact]
    public void Both_systems_may_begin_at_the_same_time()
    {
        for (var round = 0; round < 10; round++)
        {
            var one = Start("one");
            var two = Start("two");
            var oneProbe = Probe(one);
            var twoProbe = Probe(two);
            var toTwo = RefFrom(one, twoProbe.Ref, two);
            var toOne = RefFrom(two, oneProbe.Ref, one);
            using var barrier = new Barrier(2);
            Parallel.Invoke(
                () => Flood(barrier, toTwo),
                () => Flood(barrier, toOne));
            for (var i = 0; i < 100; i++)
            {
                oneProbe.ExpectMsg(i, Patience);
                twoProbe.ExpectMsg(i, Patience);
            }
        }
    }

    private static void Flood(Barrier barrier, IActorRef target)
    {
        barrier.SignalAndWait();
        for (var i = 0; i < 100; i++)
        {
            target.Tell(i);
        }
    }

    private sealed class UnknownToOthersException(string message) : Exception(message);
}
