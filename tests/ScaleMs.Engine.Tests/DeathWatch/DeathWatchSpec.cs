using Akka.Actor;
using Akka.TestKit.TestActors;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.DeathWatch;

public class DeathWatchSpec : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_watcher_gets_exactly_one_Terminated_however_often_it_watches()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        Watch(actor);
        Watch(actor);
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
        ExpectNoMsg(50);
    }

    [Fact]
    public void Terminated_comes_after_all_messages_of_the_dead()
    {
        for (var round = 0; round < 20; round++)
        {
            var actor = Sys.ActorOf(Handler.Props((context, message) =>
            {
                for (var i = 0; i < 50; i++)
                {
                    TestActor.Tell(i);
                }

                context.Stop(context.Self);
            }));
            Watch(actor);
            actor.Tell("go");

            for (var i = 0; i < 50; i++)
            {
                ExpectMsg(i);
            }

            ExpectTerminated(actor);
        }
    }

    [Fact]
    public void PostStop_has_run_when_Terminated_arrives()
    {
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(HookedActor.Props(probe.Ref));
        Watch(actor);

        Sys.Stop(actor);
        ExpectTerminated(actor);

        Assert.Contains(new HookedActor.Hook("PostStop", 1), probe.ReceiveN(3));
    }

    [Fact]
    public void Watching_the_dead_gives_Terminated()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public async Task Watching_a_path_at_which_nothing_ever_was_gives_Terminated_without_confirmed_existence()
    {
        var system = (ExtendedActorSystem)Sys;
        var nobodyThere = system.Provider.ResolveActorRef(system.Guardian.Path / "never-was");

        await WatchAsync(nobodyThere);

        var terminated = await ExpectTerminatedAsync(nobodyThere);
        Assert.False(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public void All_watchers_are_told()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        var watchers = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToArray();
        Array.ForEach(watchers, watcher => watcher.Watch(actor));

        actor.Tell(PoisonPill.Instance);

        Assert.All(watchers, watcher => Assert.True(watcher.ExpectTerminated(actor).ExistenceConfirmed));
    }

    [Fact]
    public void Unwatch_ends_it_for_the_one_who_unwatches_only()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        var other = CreateTestProbe();
        Watch(actor);
        other.Watch(actor);

        Unwatch(actor);
        Sys.Stop(actor);

        other.ExpectTerminated(actor);
        ExpectNoMsg(50);
    }

    [Fact]
    public void A_Terminated_that_waits_in_the_mailbox_is_dropped_by_Unwatch()
    {
        var subject = Sys.ActorOf(BlackHoleActor.Props);
        var entered = CreateTestLatch();
        var subjectIsDead = CreateTestLatch();
        var watcher = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case "watch":
                    context.Watch(subject);
                    TestActor.Tell("watching");
                    break;
                case "unwatch":
                    entered.Open();
                    subjectIsDead.Ready();
                    context.Unwatch(subject);
                    break;
                default:
                    TestActor.Tell(message);
                    break;
            }
        }));
        watcher.Tell("watch");
        ExpectMsg("watching");
        Watch(subject);
        watcher.Tell("unwatch");
        entered.Ready();

        Sys.Stop(subject);
        ExpectTerminated(subject);
        subjectIsDead.Open();
        watcher.Tell("last");

        ExpectMsg("last");
        ExpectNoMsg(20);
    }

    [Fact]
    public void WatchWith_delivers_the_given_message_instead()
    {
        var subject = Sys.ActorOf(BlackHoleActor.Props);
        var watcher = Sys.ActorOf(Handler.Props((context, message) =>
        {
            if (message is "watch")
            {
                context.WatchWith(subject, "it is gone");
            }

            TestActor.Tell(message);
        }));
        watcher.Tell("watch");
        ExpectMsg("watch");

        Sys.Stop(subject);

        ExpectMsg("it is gone");
    }

    [Fact]
    public void Watching_with_another_message_is_refused_until_unwatched()
    {
        var subject = Sys.ActorOf(BlackHoleActor.Props);
        var watcher = Sys.ActorOf(Handler.Props((context, message) =>
        {
            context.Watch(subject);
            try
            {
                context.WatchWith(subject, "gone");
                TestActor.Tell("accepted");
            }
            catch (InvalidOperationException)
            {
                TestActor.Tell("refused");
            }

            context.Unwatch(subject);
            context.WatchWith(subject, "gone");
            TestActor.Tell("watching");
        }));

        watcher.Tell("go");

        ExpectMsg("refused");
        ExpectMsg("watching");
    }

    [Fact]
    public void An_unhandled_Terminated_fails_the_watcher_with_a_DeathPactException()
    {
        var subject = Sys.ActorOf(BlackHoleActor.Props);
        var watcher = Sys.ActorOf(Props.Create(() => new IgnoresTerminated(subject)));
        Watch(watcher);

        EventFilter.Exception<DeathPactException>().ExpectOne(() =>
        {
            Sys.Stop(subject);
            ExpectTerminated(watcher);
        });
    }

    [Fact]
    public void Actors_may_watch_each_other()
    {
        var first = Sys.ActorOf(Props.Create(() => new Partner(TestActor)));
        var second = Sys.ActorOf(Props.Create(() => new Partner(TestActor)));
        first.Tell(second);
        second.Tell(first);
        ExpectMsg("watching");
        ExpectMsg("watching");

        Sys.Stop(first);

        ExpectMsg(first);
        Sys.Stop(second);
        Watch(second);
        ExpectTerminated(second);
    }

    [Fact]
    public void A_restart_is_no_death()
    {
        var actor = Sys.ActorOf(Parent.Props());
        Watch(actor);

        actor.Tell(new Oops());
        actor.Tell("alive");

        ExpectMsg("alive");
        ExpectNoMsg(20);
    }

    [Fact]
    public void A_watch_survives_the_restart_of_the_watcher()
    {
        var subject = Sys.ActorOf(BlackHoleActor.Props);
        var watcher = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case "watch":
                    context.Watch(subject);
                    throw new Oops();
                case Terminated terminated:
                    TestActor.Tell(terminated.ActorRef);
                    break;
                default:
                    TestActor.Tell(message);
                    break;
            }
        }));
        watcher.Tell("watch");
        watcher.Tell("restarted");
        ExpectMsg("restarted");

        Sys.Stop(subject);

        ExpectMsg(subject);
    }

    [Fact]
    public void A_parent_that_watches_its_child_gets_Terminated_with_the_child_gone_from_its_children()
    {
        var parent = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case "bear":
                    context.Watch(context.ActorOf(BlackHoleActor.Props, "child"));
                    context.Child("child").Tell(PoisonPill.Instance);
                    break;
                case Terminated:
                    TestActor.Tell(context.GetChildren().Count());
                    break;
            }
        }));

        parent.Tell("bear");

        ExpectMsg(0);
    }

    private sealed class IgnoresTerminated : ReceiveActor
    {
        public IgnoresTerminated(IActorRef subject)
        {
            Context.Watch(subject);
            Receive<string>(_ => { });
        }
    }

    private sealed class Partner : ReceiveActor
    {
        public Partner(IActorRef listener)
        {
            Receive<IActorRef>(partner =>
            {
                Context.Watch(partner);
                listener.Tell("watching");
            });
            Receive<Terminated>(terminated => listener.Tell(terminated.ActorRef));
        }
    }
}
