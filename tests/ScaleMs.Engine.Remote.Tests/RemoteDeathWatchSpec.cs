using Akka.Actor;
using Akka.TestKit;

namespace Akka.Remote.Tests;

public class RemoteDeathWatchSpec : RemoteSpec
{
    [Fact]
    public void The_end_of_a_remote_actor_is_told_once()
    {
        var there = Start("there");
        var actor = there.ActorOf(Props.Create<Echo>());
        var remote = Watched(actor, there);
        there.Stop(actor);
        var terminated = ExpectMsg<Terminated>(Patience);
        Assert.Equal(remote, terminated.ActorRef);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
        ExpectNoMsg(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void Terminated_comes_after_everything_the_actor_sent()
    {
        var there = Start("there");
        var here = RefFrom(there, TestActor, Sys);
        var actor = there.ActorOf(Props.Create(() => new LastWords(here)));
        var remote = RefFrom(Sys, actor, there);
        Watch(remote);
        remote.Tell("speak");
        for (var i = 0; i < 1000; i++)
        {
            ExpectMsg(i, Patience);
        }

        ExpectTerminated(remote, Patience);
    }

    [Fact]
    public void Watching_what_has_ended_is_answered()
    {
        var there = Start("there");
        var actor = there.ActorOf(Props.Create<Echo>());
        var probe = Probe(there);
        probe.Watch(actor);
        there.Stop(actor);
        probe.ExpectTerminated(actor, Patience);
        var remote = RefFrom(Sys, actor, there);
        Watch(remote);
        ExpectTerminated(remote, Patience);
    }

    [Fact]
    public void After_unwatch_nothing_is_told()
    {
        var there = Start("there");
        var actor = there.ActorOf(Props.Create<Echo>());
        var remote = RefFrom(Sys, actor, there);
        Watch(remote);
        remote.Tell("there?", TestActor);
        ExpectMsg("there?", Patience);
        Unwatch(remote);
        var probe = Probe(there);
        probe.Watch(actor);
        there.Stop(actor);
        probe.ExpectTerminated(actor, Patience);
        ExpectNoMsg(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void The_loss_of_a_system_is_told_to_every_watcher_once()
    {
        var (there, way) = StartBehindProxy("there");
        var actors = Enumerable.Range(0, 3).Select(_ => there.ActorOf(Props.Create<Echo>())).ToArray();
        var remotes = actors.Select(a => Watched(a, there)).ToArray();
        var second = CreateTestProbe();
        second.Watch(remotes[0]);
        remotes[0].Tell("up", second.Ref);
        second.ExpectMsg("up", Patience);

        way.Refuse(true);
        var ended = Enumerable.Range(0, 3).Select(_ => ExpectMsg<Terminated>(Patience)).ToArray();
        Assert.All(ended, t => Assert.True(t.AddressTerminated));
        Assert.Equal(remotes.ToHashSet(), ended.Select(t => t.ActorRef).ToHashSet());
        second.ExpectTerminated(remotes[0], Patience);
        ExpectNoMsg(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void A_system_that_never_answers_is_lost_too()
    {
        var nobody = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka.tcp://there@127.0.0.1:{UnusedPort()}/user/nobody");
        Watch(nobody);
        Assert.True(ExpectTerminated(nobody, Patience).AddressTerminated);
    }

    [Fact]
    public void A_watch_outlives_a_broken_connection()
    {
        var (there, way) = StartBehindProxy("there");
        var actor = there.ActorOf(Props.Create<Echo>());
        var remote = Watched(actor, there);
        way.Cut();
        AwaitAssert(
            () =>
            {
                remote.Tell("again", TestActor);
                ExpectMsg("again", TimeSpan.FromSeconds(1));
            },
            Patience);
        there.Stop(actor);
        Assert.False(FishForMessage<Terminated>(t => t.ActorRef.Equals(remote), Patience).AddressTerminated);
    }

    [Fact]
    public void The_actors_of_a_restarted_system_are_not_those_of_its_predecessor()
    {
        // Heartbeats alone would take a minute to notice: it is the successor that tells of its predecessor's end.
        var here = Start("patient", extra: "akka.remote.watch-failure-detector.acceptable-heartbeat-pause = 60s");
        var (there, way) = StartBehindProxy("there");
        var remote = RefFrom(here, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        var probe = Probe(here);
        probe.Watch(remote);
        remote.Tell("up", probe.Ref);
        probe.ExpectMsg("up", Patience);
        way.Refuse(true);
        Shutdown(there, Patience);
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(200));

        var successor = Start("there", extra: $"akka.remote.dot-netty.tcp.public-port = {way.Port}");
        way.LeadTo(BoundPort(successor));
        var newActor = successor.ActorOf(Props.Create<Echo>(), "echo");
        Assert.NotEqual(remote.Path.Uid, newActor.Path.Uid);
        way.Refuse(false);
        RefFrom(successor, probe.Ref, here).Tell("I am back");
        ExpectBoth(probe, remote);

        var found = RefFrom(here, newActor, successor);
        probe.Watch(found);
        found.Tell("new", probe.Ref);
        probe.ExpectMsg("new", Patience);
        successor.Stop(newActor);
        probe.ExpectTerminated(found, Patience);
        probe.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
    }

    private static void ExpectBoth(TestProbe probe, IActorRef remote)
    {
        var received = new[] { probe.ExpectMsg<object>(Patience), probe.ExpectMsg<object>(Patience) };
        Assert.Contains("I am back", received);
        Assert.Contains(received, message => message is Terminated terminated && terminated.ActorRef.Equals(remote));
    }

    /// <summary>Watched, and known to be: the watch and the answer take the same way.</summary>
    private IActorRef Watched(IActorRef actor, ActorSystem there)
    {
        var remote = RefFrom(Sys, actor, there);
        Watch(remote);
        AwaitAssert(
            () =>
            {
                var stats = CreateTestProbe();
                RARP.For(Sys).Provider.RemoteWatcher.Tell(RemoteWatcher.Stats.Empty, stats.Ref);
                Assert.Contains(stats.ExpectMsg<RemoteWatcher.Stats>(Patience).WatchingRefs, pair => pair.Item1.Equals(remote));
            },
            Patience);
        remote.Tell("up", TestActor);
        ExpectMsg("up", Patience);
        return remote;
    }

    private sealed class LastWords : ReceiveActor
    {
        public LastWords(IActorRef to) => Receive<string>(_ =>
        {
            for (var i = 0; i < 1000; i++)
            {
                to.Tell(i);
            }

            Context.Stop(Self);
        });
    }
}
