using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Tests;

public class RemoteConnectionSpec : RemoteSpec
{
    [Fact]
    public void Connecting_and_parting_are_events()
    {
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(RemotingLifecycleEvent));
        var there = Start("there");
        var address = AddressOf(there);
        Exchange(there);
        var up = events.ExpectMsg<AssociatedEvent>(Patience);
        Assert.Equal((AddressOf(Sys), address, false), (up.LocalAddress, up.RemoteAddress, up.IsInbound));
        Shutdown(there, Patience);
        Assert.Equal(address, events.ExpectMsg<DisassociatedEvent>(Patience).RemoteAddress);
    }

    [Fact]
    public void One_connection_serves_both_ways()
    {
        var (there, way) = StartBehindProxy("there");
        Exchange(there);
        var echo = Sys.ActorOf(Props.Create<Echo>());
        var probe = Probe(there);
        RefFrom(there, echo, Sys).Tell("back", probe.Ref);
        probe.ExpectMsg("back", Patience);
        Assert.Equal(1, way.Accepted);
    }

    [Fact]
    public void After_a_broken_connection_messages_flow_again()
    {
        var (there, way) = StartBehindProxy("there");
        var echo = Exchange(there);
        for (var i = 0; i < 5; i++)
        {
            way.Cut();
            AwaitAnswer(echo, $"after cut {i}");
        }
    }

    [Fact]
    public void A_peer_that_comes_back_is_found_again()
    {
        var there = Start("there");
        var port = PortOf(there);
        Exchange(there);
        Shutdown(there, Patience);
        var byName = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka.tcp://there@127.0.0.1:{port}/user/echo");
        byName.Tell("nobody hears", TestActor);
        var again = Start("there", port);
        again.ActorOf(Props.Create<Echo>(), "echo");
        AwaitAnswer(byName, "back");
    }

    [Fact]
    public void Messages_to_a_peer_that_is_not_there_are_dead_letters_and_the_reason_is_an_event()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(DeadLetter));
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(AssociationErrorEvent));
        var address = $"akka.tcp://there@127.0.0.1:{UnusedPort()}";
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"{address}/user/x").Tell("lost", TestActor);
        var letter = probe.FishForMessage<DeadLetter>(l => l.Message is "lost", Patience);
        Assert.Equal(TestActor, letter.Sender);
        Assert.Equal($"{address}/user/x", letter.Recipient.Path.ToString());
        Assert.Equal(address, events.ExpectMsg<AssociationErrorEvent>(Patience).RemoteAddress.ToString());
    }

    [Fact]
    public void What_was_sent_before_the_end_of_a_system_still_arrives()
    {
        const int Count = 5_000;
        var there = Start("there");
        Exchange(there);
        var here = RefFrom(there, TestActor, Sys);
        for (var i = 0; i < Count; i++)
        {
            here.Tell(i);
        }

        Shutdown(there, Patience);
        for (var i = 0; i < Count; i++)
        {
            ExpectMsg(i, Patience);
        }
    }

    [Fact]
    public void A_quarantined_run_is_not_spoken_to_but_its_successor_is()
    {
        var there = Start("there");
        var address = AddressOf(there);
        var echo = Exchange(there);
        var uid = AddressUidExtension.Uid(there);
        var here = CreateTestProbe();
        Sys.EventStream.Subscribe(here.Ref, typeof(QuarantinedEvent));
        var told = Probe(there);
        there.EventStream.Subscribe(told.Ref, typeof(ThisActorSystemQuarantinedEvent));
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));

        RARP.For(Sys).Provider.Quarantine(address, uid);
        var quarantined = here.ExpectMsg<QuarantinedEvent>(Patience);
        Assert.Equal((address, uid), (quarantined.Address, quarantined.Uid));
        Assert.Equal(AddressOf(Sys), told.ExpectMsg<ThisActorSystemQuarantinedEvent>(Patience).RemoteAddress);
        echo.Tell("dropped", TestActor);
        letters.FishForMessage<DeadLetter>(l => l.Message is "dropped", Patience);
        RefFrom(there, TestActor, Sys).Tell("refused");
        ExpectNoMsg(TimeSpan.FromMilliseconds(500));

        Shutdown(there, Patience);
        var successor = Start("there", address.Port!.Value);
        successor.ActorOf(Props.Create<Echo>(), "echo");
        AwaitAnswer(((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"{address}/user/echo"), "welcome");
    }

    [Fact]
    public void Quarantine_of_an_earlier_run_does_not_touch_the_present_one()
    {
        var there = Start("there");
        var echo = Exchange(there);
        RARP.For(Sys).Provider.Quarantine(AddressOf(there), AddressUidExtension.Uid(there) ^ 1);
        echo.Tell("still here", TestActor);
        ExpectMsg("still here", Patience);
    }

    [Fact]
    public void A_port_in_use_is_named_in_the_error()
    {
        var port = PortOf(Sys);
        var error = Assert.ThrowsAny<Exception>(() => Start("second", port));
        var all = error.ToString();
        Assert.Contains($"127.0.0.1:{port}", all, StringComparison.Ordinal);
        Assert.Contains("in use", all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_dialled_by_a_name_it_does_not_have_refuses()
    {
        var there = Start("there");
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(AssociationErrorEvent));
        var wrong = $"akka.tcp://theirs@127.0.0.1:{PortOf(there)}";
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"{wrong}/user/x").Tell("?");
        var cause = events.ExpectMsg<AssociationErrorEvent>(Patience).Cause;
        Assert.Contains(wrong, cause.Message, StringComparison.Ordinal);
        Assert.Contains(AddressOf(there).ToString(), cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_peer_costs_bounded_memory_and_the_rest_are_dead_letters()
    {
        var patient = Start("patient", extra: "scalems.engine.remote.send-buffer-size = 1MiB");
        var letters = Probe(patient);
        patient.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var deaf = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        deaf.Start();
        try
        {
            var port = ((System.Net.IPEndPoint)deaf.LocalEndpoint).Port;
            var target = ((ExtendedActorSystem)patient).Provider.ResolveActorRef($"akka.tcp://there@127.0.0.1:{port}/user/x");
            var text = new string('x', 10_000);
            for (var i = 0; i < 4096 + 500; i++)
            {
                target.Tell(text);
            }

            letters.ExpectMsg<DeadLetter>(Patience);
        }
        finally
        {
            deaf.Stop();
        }
    }

    [Fact]
    public void The_uid_of_a_system_stays_and_differs_from_others()
    {
        Assert.Equal(AddressUidExtension.Uid(Sys), AddressUidExtension.Uid(Sys));
        Assert.NotEqual(AddressUidExtension.Uid(Sys), AddressUidExtension.Uid(Start("there")));
    }

    private IActorRef Exchange(ActorSystem there)
    {
        var echo = RefFrom(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        echo.Tell("hello", TestActor);
        ExpectMsg("hello", Patience);
        return echo;
    }

    private void AwaitAnswer(IActorRef echo, string text) => AwaitAssert(
        () =>
        {
            var probe = CreateTestProbe();
            echo.Tell(text, probe.Ref);
            probe.ExpectMsg(text, TimeSpan.FromMilliseconds(500));
        },
        Patience);
}
