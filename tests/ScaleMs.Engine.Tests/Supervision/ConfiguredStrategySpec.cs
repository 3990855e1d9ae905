using Akka.Actor;
using Akka.TestKit.Xunit2;
using ScaleMs.Engine.Tests.Support;

namespace ScaleMs.Engine.Tests.Supervision;

/// <summary>The strategy of the user guardian comes from the configuration.</summary>
public class ConfiguredStrategySpec : TestKit
{
    public ConfiguredStrategySpec()
        : base("akka.actor.guardian-supervisor-strategy = \"Akka.Actor.StoppingSupervisorStrategy\"")
    {
    }

    [Fact]
    public void A_top_level_actor_that_fails_is_stopped()
    {
        var actor = Watch(Sys.ActorOf(Parent.Props()));

        actor.Tell(new Oops());

        ExpectTerminated(actor);
    }
}
