using Akka.Actor;
using Akka.TestKit.TestActors;
using Akka.TestKit.Xunit2;

namespace ScaleMs.Engine.Tests.LifeCycle;

public class NamesSpec : TestKit
{
    [Fact]
    public void A_name_is_unique_among_siblings()
    {
        Sys.ActorOf(BlackHoleActor.Props, "one");

        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(BlackHoleActor.Props, "one"));
    }

    [Fact]
    public void A_parent_may_reuse_the_name_of_a_child_as_soon_as_it_gets_Terminated()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Rebirth(TestActor, 20)));
        parent.Tell("start");

        ExpectMsg("done", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void An_actor_of_the_same_name_is_another_actor()
    {
        var first = Sys.ActorOf(BlackHoleActor.Props, "same");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second = Sys.ActorOf(BlackHoleActor.Props, "same"));

        Assert.NotEqual(first, second);
        Assert.Equal(first.Path, second!.Path);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
    }

    [Fact]
    public void A_ref_to_a_dead_actor_does_not_reach_its_successor()
    {
        var first = Sys.ActorOf(BlackHoleActor.Props, "successor");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        AwaitAssert(() => Sys.ActorOf(EchoActor.Props(this), "successor"));

        EventFilter.DeadLetter<string>(message => message == "lost").ExpectOne(() => first.Tell("lost"));
        ExpectNoMsg(10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$reserved")]
    [InlineData("with space")]
    [InlineData("with/slash")]
    [InlineData("with#hash")]
    [InlineData("ümlaut")]
    [InlineData("%zz")]
    public void Illegal_names_are_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(BlackHoleActor.Props, name));

    [Theory]
    [InlineData("-plain-")]
    [InlineData("a.b_c~d")]
    [InlineData("x:@&=+$,;*'!()")]
    [InlineData("%20escaped")]
    public void Legal_names_are_kept(string name) => Assert.Equal(name, Sys.ActorOf(BlackHoleActor.Props, name).Path.Name);

    [Fact]
    public void An_actor_without_a_name_gets_one_of_its_own()
    {
        var names = Enumerable.Range(0, 1000).Select(_ => Sys.ActorOf(BlackHoleActor.Props).Path.Name).ToArray();

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("$", name, StringComparison.Ordinal));
    }

    private sealed class Rebirth : ReceiveActor
    {
        private int _left;

        public Rebirth(IActorRef listener, int times)
        {
            _left = times;
            Receive<string>(_ => Bear());
            Receive<Terminated>(_ =>
            {
                if (--_left == 0)
                {
                    listener.Tell("done");
                }
                else
                {
                    Bear();
                }
            });
        }

        private static void Bear()
        {
            var child = Context.ActorOf(BlackHoleActor.Props, "child");
            Context.Watch(child);
            Context.Stop(child);
        }
    }
}
