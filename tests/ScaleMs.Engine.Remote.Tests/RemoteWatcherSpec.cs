using Akka.Actor;

namespace Akka.Remote.Tests;

public class RemoteWatcherSpec : RemoteSpec
{
    [Fact]
    public void It_counts_what_it_watches_and_sends_heartbeats_only_to_nodes_with_watched_actors()
    {
        var there = Start("there");
        var actor = there.ActorOf(Props.Create<Echo>());
        var remote = RefFrom(Sys, actor, there);
        var second = CreateTestProbe();
        Watch(remote);
        second.Watch(remote);
        AwaitStats(2, 1);
        Unwatch(remote);
        AwaitStats(1, 1);
        second.Unwatch(remote);
        AwaitStats(0, 0);
    }

    [Fact]
    public void The_end_of_a_watcher_ends_its_watches()
    {
        var there = Start("there");
        var remote = RefFrom(Sys, there.ActorOf(Props.Create<Echo>()), there);
        var watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)));
        watcher.Tell(remote);
        ExpectMsg("watching", Patience);
        AwaitStats(1, 1);
        Sys.Stop(watcher);
        AwaitStats(0, 0);
    }

    [Fact]
    public void The_actors_of_a_lost_node_are_lost_to_a_later_watch_too()
    {
        var (there, way) = StartBehindProxy("there");
        var actor = there.ActorOf(Props.Create<Echo>(), "echo");
        var remote = RefFrom(Sys, actor, there);
        remote.Tell("up", TestActor);
        ExpectMsg("up", Patience);
        Watch(remote);
        AwaitStats(1, 1);
        way.Refuse(true);
        Assert.True(ExpectTerminated(remote, Patience).AddressTerminated);
        AwaitStats(0, 0);

        // The way is free again, but that run of the node stays quarantined.
        way.Refuse(false);
        Watch(remote);
        ExpectTerminated(remote, Patience);
    }

    private void AwaitStats(int watching, int nodes) => AwaitAssert(
        () =>
        {
            var probe = CreateTestProbe();
            RARP.For(Sys).Provider.RemoteWatcher.Tell(RemoteWatcher.Stats.Empty, probe.Ref);
            Assert.Equal(RemoteWatcher.Stats.Counts(watching, nodes), probe.ExpectMsg<RemoteWatcher.Stats>(Patience));
        },
        Patience);
}
