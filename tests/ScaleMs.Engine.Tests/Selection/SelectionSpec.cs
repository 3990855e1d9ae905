using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Selection;

public class SelectionSpec : TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("/user/a", "a")]
    [InlineData("user/a", "a")]
    [InlineData("akka://test/user/a", "a")]
    [InlineData("/user/a/b", "b")]
    [InlineData("/user/a/../c", "c")]
    public void A_path_finds_its_actor(string path, string name)
    {
        MakeTree();

        Sys.ActorSelection(path).Tell("who?");

        ExpectMsg(name);
    }

    [Theory]
    [InlineData("/user/*", "a", "c")]
    [InlineData("/user/?", "a", "c")]
    [InlineData("/user/a/*", "b", "b2")]
    [InlineData("/user/a/b*", "b", "b2")]
    [InlineData("/user/*/b?", "b2")]
    [InlineData("/user/a/*2", "b2")]
    public void Wildcards_find_all_that_match(string path, params string[] names)
    {
        MakeTree();

        Sys.ActorSelection(path).Tell("who?");

        ExpectMsgAllOf(names);
        ExpectNoMsg(20);
    }

    [Fact]
    public void An_actor_selects_relative_to_itself()
    {
        var (a, _) = MakeTree();

        a.Tell("child of mine");
        ExpectMsg("b");
        a.Tell("sibling of mine");
        ExpectMsg("c");
    }

    [Fact]
    public void A_selection_from_a_ref_is_relative_to_it()
    {
        var (a, _) = MakeTree();

        Sys.ActorSelection(a, "b2").Tell("who?");

        ExpectMsg("b2");
    }

    [Fact]
    public async Task ResolveOne_gives_the_ref()
    {
        var (a, _) = MakeTree();

        Assert.Equal(a, await Sys.ActorSelection("/user/a").ResolveOne(Plenty));
    }

    [Fact]
    public async Task ResolveOne_of_nothing_is_an_ActorNotFoundException() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/nothing").ResolveOne(Plenty));

    [Fact]
    public void Identify_is_answered_by_the_engine()
    {
        var (a, _) = MakeTree();

        Sys.ActorSelection("/user/a").Tell(new Identify("id"));

        ExpectMsg<ActorIdentity>(identity =>
        {
            Assert.Equal("id", identity.MessageId);
            Assert.Equal(a, identity.Subject);
        });
    }

    [Fact]
    public void Identify_at_a_path_without_an_actor_is_answered_without_a_ref()
    {
        Sys.ActorSelection("/user/nothing/below/it").Tell(new Identify(7));

        ExpectMsg<ActorIdentity>(identity =>
        {
            Assert.Equal(7, identity.MessageId);
            Assert.Null(identity.Subject);
        });
    }

    [Fact]
    public void A_message_to_nothing_goes_to_dead_letters() =>
        EventFilter.DeadLetter<string>(message => message == "lost").ExpectOne(() => Sys.ActorSelection("/user/nothing").Tell("lost"));

    [Fact]
    public void A_selection_follows_the_path_to_a_later_actor_of_that_name()
    {
        var selection = Sys.ActorSelection("/user/later");
        var first = Watch(Sys.ActorOf(Named("first life"), "later"));
        selection.Tell("who?");
        ExpectMsg("first life");
        Sys.Stop(first);
        ExpectTerminated(first);
        AwaitAssert(() => Sys.ActorOf(Named("second life"), "later"));

        selection.Tell("who?");

        ExpectMsg("second life");
    }

    [Fact]
    public void A_selection_keeps_the_sender()
    {
        MakeTree();
        var probe = CreateTestProbe();

        Sys.ActorSelection("/user/a").Tell("who?", probe.Ref);

        probe.ExpectMsg("a");
    }

    [Fact]
    public void Selections_with_the_same_anchor_and_path_are_equal()
    {
        Assert.Equal(Sys.ActorSelection("/user/a/*"), Sys.ActorSelection("/user/a/*"));
        Assert.NotEqual(Sys.ActorSelection("/user/a"), Sys.ActorSelection("/user/b"));
    }

    private (IActorRef A, IActorRef C) MakeTree()
    {
        var a = Sys.ActorOf(Handler.Props((context, message) =>
        {
            switch (message)
            {
                case "make":
                    context.ActorOf(Named("b"), "b");
                    context.ActorOf(Named("b2"), "b2");
                    context.Sender.Tell("made");
                    break;
                case "child of mine":
                    context.ActorSelection("b").Tell("who?", context.Sender);
                    break;
                case "sibling of mine":
                    context.ActorSelection("../c").Tell("who?", context.Sender);
                    break;
                default:
                    context.Sender.Tell("a");
                    break;
            }
        }), "a");
        var c = Sys.ActorOf(Named("c"), "c");
        a.Tell("make");
        ExpectMsg("made");
        return (a, c);
    }

    private static Props Named(string name) => Handler.Props((context, _) => context.Sender.Tell(name));
}
