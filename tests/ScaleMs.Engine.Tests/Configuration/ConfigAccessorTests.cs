using Akka.Configuration;

namespace ScaleMs.Engine.Tests.Configuration;

public sealed class ConfigAccessorTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("500 millis", 500)]
    [InlineData("7", 7)]
    [InlineData("0.05 s", 50)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1 d", 86_400_000)]
    [InlineData("250 us", 0.25)]
    [InlineData("2000 ns", 0.002)]
    [InlineData("\"3 s\"", 3_000)]
    public void Durations_have_units(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMicroseconds(milliseconds * 1000), ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a"));

    [Fact]
    public void Infinite_is_a_duration_where_it_is_allowed()
    {
        var config = ConfigurationFactory.ParseString("a = infinite");

        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("a"));
        Assert.Throws<ConfigurationException>(() => config.GetTimeSpan("a", null, false));
    }

    [Theory]
    [InlineData("128000b", 128_000)]
    [InlineData("512", 512)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("64k", 65_536)]
    [InlineData("10kB", 10_000)]
    [InlineData("1.5 MiB", 1_572_864)]
    [InlineData("2 GB", 2_000_000_000)]
    [InlineData("1e3 bytes", 1_000)]
    public void Sizes_have_units(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a"));

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    public void Booleans_have_three_spellings(string text, bool expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a", !expected));

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var config = ConfigurationFactory.ParseString("i = -7, l = 5000000000, d = 1.25, e = 1e3, list = [0.5, 2]");

        Assert.Equal(-7, config.GetInt("i"));
        Assert.Equal(5_000_000_000, config.GetLong("l"));
        Assert.Equal((1.25, 1.25f, 1.25m), (config.GetDouble("d"), config.GetFloat("d"), config.GetDecimal("d")));
        Assert.Equal(1000, config.GetInt("e"));
        Assert.Equal([0.5, 2], config.GetDoubleList("list"));
    }

    [Fact]
    public void A_key_that_is_missing_reads_as_the_default()
    {
        var config = ConfigurationFactory.ParseString("a = 1");

        Assert.Null(config.GetString("b"));
        Assert.Equal("x", config.GetString("b", "x"));
        Assert.Equal((0, 3), (config.GetInt("b"), config.GetInt("b", 3)));
        Assert.True(config.GetBoolean("b", true));
        Assert.Equal(TimeSpan.FromSeconds(1), config.GetTimeSpan("b", TimeSpan.FromSeconds(1)));
        Assert.Null(config.GetByteSize("b"));
        Assert.Empty(config.GetStringList("b"));
        Assert.Equal(["z"], config.GetStringList("b", ["z"]));
        Assert.Null(config.GetConfig("b"));
        Assert.True(config.GetConfig("b").IsNullOrEmpty());
        Assert.False(config.HasPath("a.b"));
    }

    [Theory]
    [InlineData("GetInt", "an integer")]
    [InlineData("GetDouble", "a number")]
    [InlineData("GetBoolean", "a boolean")]
    [InlineData("GetTimeSpan", "a duration")]
    [InlineData("GetByteSize", "a size")]
    [InlineData("GetIntList", "an array")]
    public void A_value_that_does_not_fit_is_named_with_its_path(string accessor, string expected)
    {
        var config = ConfigurationFactory.ParseString("my.key = some words");
        Action read = accessor switch
        {
            "GetInt" => () => config.GetInt("my.key"),
            "GetDouble" => () => config.GetDouble("my.key"),
            "GetBoolean" => () => config.GetBoolean("my.key"),
            "GetTimeSpan" => () => config.GetTimeSpan("my.key"),
            "GetByteSize" => () => config.GetByteSize("my.key"),
            _ => () => config.GetIntList("my.key"),
        };

        var error = Assert.Throws<ConfigurationException>(read);
        Assert.Contains("[my.key]", error.Message, StringComparison.Ordinal);
        Assert.Contains($"expected {expected}", error.Message, StringComparison.Ordinal);
        Assert.Contains("some words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_makes_a_configuration()
    {
        var config = ConfigurationFactory.FromObject(new { name = "a b", count = 3, wait = TimeSpan.FromSeconds(2), tags = new[] { "x", "y" }, nothing = (string?)null });

        Assert.Equal("a b", config.GetString("name"));
        Assert.Equal(3, config.GetInt("count"));
        Assert.Equal(TimeSpan.FromSeconds(2), config.GetTimeSpan("wait"));
        Assert.Equal(["x", "y"], config.GetStringList("tags"));
        Assert.Null(config.GetString("nothing"));
    }
}
