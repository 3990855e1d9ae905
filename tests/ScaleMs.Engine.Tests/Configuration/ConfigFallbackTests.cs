using Akka.Actor;
using Akka.Configuration;

namespace ScaleMs.Engine.Tests.Configuration;

public sealed class ConfigFallbackTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Fact]
    public void Each_key_comes_from_the_first_configuration_that_has_it()
    {
        var nested = Parse("a.b.x = 1").WithFallback(Parse("a.b { x = 2, y = 2 }").WithFallback(Parse("a.b { x = 3, y = 3, z = 3 }")));
        var fluent = Parse("a.b.x = 1").WithFallback(Parse("a.b { x = 2, y = 2 }")).WithFallback(Parse("a.b { x = 3, y = 3, z = 3 }"));

        foreach (var config in new[] { nested, fluent, nested.WithFallback(fluent) })
        {
            Assert.Equal((1, 2, 3), (config.GetInt("a.b.x"), config.GetInt("a.b.y"), config.GetInt("a.b.z")));
            Assert.Equal((1, 2, 3), (config.GetConfig("a.b").GetInt("x"), config.GetConfig("a").GetInt("b.y"), config.GetConfig("a.b").GetInt("z")));
        }
    }

    [Fact]
    public void A_scalar_and_an_object_hide_each_other()
    {
        var scalar = Parse("a.b = 1");
        var section = Parse("a.b.c = 2");

        Assert.Equal(1, scalar.WithFallback(section).GetInt("a.b"));
        Assert.False(scalar.WithFallback(section).HasPath("a.b.c"));
        Assert.Equal(2, section.WithFallback(scalar).GetInt("a.b.c"));
        Assert.False(section.WithFallback(scalar).WithFallback(Parse("a.b.d = 3")).HasPath("a.b.d"));
    }

    [Fact]
    public void A_configuration_does_not_change_when_it_gets_a_fallback()
    {
        var own = Parse("a.b = 1");
        var other = Parse("a.c = 2");

        Assert.Equal(2, own.WithFallback(other).GetInt("a.c"));
        Assert.False(own.HasPath("a.c"));
        Assert.False(other.HasPath("a.b"));
    }

    [Fact]
    public void A_fallback_that_is_at_the_end_of_the_chain_already_changes_nothing()
    {
        var last = Parse("a.c = 2");
        var config = Parse("a.b = 1").WithFallback(last);

        Assert.Equal(config.ToString(), config.WithFallback(last).ToString());
    }

    [Fact]
    public void An_empty_configuration_is_no_burden()
    {
        var config = Parse("a = 1");

        Assert.Same(config, Config.Empty.WithFallback(config));
        Assert.Same(config, config.WithFallback(Config.Empty));
        Assert.Same(config, config.WithFallback(null));
        Assert.Same(config, ((Config?)null).SafeWithFallback(config));
        Assert.Throws<ArgumentException>(() => config.WithFallback(config));
    }

    [Fact]
    public void The_same_fallback_can_be_joined_twice()
    {
        var defaults = Parse("a = 1, b = 2").WithFallback(Parse("c = 3"));
        var config = Parse("a = 0").WithFallback(defaults).WithFallback(defaults);

        Assert.Equal((0, 2, 3), (config.GetInt("a"), config.GetInt("b"), config.GetInt("c")));
        Assert.Same(config, config.WithFallback(defaults));
    }

    [Fact]
    public void Text_can_stand_for_a_configuration()
    {
        Config config = "a = 1";

        Assert.Equal((1, 2), ((config + "b = 2").GetInt("a"), ("b = 2" + config).GetInt("b")));
        Assert.Equal(1, config.Root.AtKey("x").GetInt("x.a"));
    }

    [Fact]
    public async Task The_defaults_themselves_make_a_system()
    {
        var system = ActorSystem.Create("defaults", ConfigurationFactory.Default().WithFallback("akka.stdout-loglevel = OFF"));
        await system.Terminate();
        await ActorSystem.Create("defaults", ConfigurationFactory.Default()).Terminate();
    }

    [Fact]
    public void The_defaults_of_Akka_are_built_in()
    {
        var config = ConfigurationFactory.Default();

        Assert.Equal("Akka.Event.DefaultLogger", Assert.Single(config.GetStringList("akka.loggers")));
        Assert.Equal("INFO", config.GetString("akka.loglevel"));
        Assert.Equal(TimeSpan.FromMinutes(5), config.GetTimeSpan("akka.log-dead-letters-suspend-duration"));
        Assert.Equal("akka.actor.mailbox.logger-queue", config.GetString("akka.actor.mailbox.requirements.\"Akka.Event.ILoggerMessageQueueSemantics\""));
        Assert.Equal(["before-actor-system-terminate"], config.GetStringList("akka.coordinated-shutdown.phases.actor-system-terminate.depends-on"));
    }
}
