using Akka.Configuration;

namespace ScaleMs.Engine.Tests.Configuration;

/// <summary>The examples of the specification's section on substitutions, and what can go wrong with them.</summary>
public sealed class HoconSubstitutionTests
{
    [Fact]
    public void A_substitution_takes_the_last_value_of_a_key_wherever_it_stands()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1, c = ${a.b}, d = ${a.c}23 }\na.b = 7");

        Assert.Equal((7, 723), (config.GetInt("a.c"), config.GetInt("a.d")));
    }

    [Fact]
    public void Strings_arrays_and_objects_join_with_substitutions()
    {
        var config = ConfigurationFactory.ParseString("""
            name = Roger, hello = my name is ${name} too
            one = [1, 2], all = ${one} [3]
            base { x = 1, y = 1 }, derived = ${base} { y = 2 }
            """);

        Assert.Equal("my name is Roger too", config.GetString("hello"));
        Assert.Equal([1, 2, 3], config.GetIntList("all"));
        Assert.Equal((1, 2, 1), (config.GetInt("derived.x"), config.GetInt("derived.y"), config.GetInt("base.y")));
    }

    [Fact]
    public void A_key_that_refers_to_itself_means_its_earlier_value()
    {
        var config = ConfigurationFactory.ParseString("path = \"a:b\"\npath = ${path}\":c\"\nlist = [1]\nlist = ${list} [2]");

        Assert.Equal("a:b:c", config.GetString("path"));
        Assert.Equal([1, 2], config.GetIntList("list"));
    }

    [Fact]
    public void A_key_inside_an_object_may_refer_to_its_sibling()
    {
        var config = ConfigurationFactory.ParseString("bar { foo = 42, baz = ${bar.foo} }\nbar { foo = 43 }");

        Assert.Equal(43, config.GetInt("bar.baz"));
    }

    [Fact]
    public void A_self_reference_looks_below_every_later_assignment()
    {
        var config = ConfigurationFactory.ParseString("foo { a { c = 1 } }\nfoo = ${foo.a}\nfoo { a = 2 }");

        Assert.Equal((2, 1), (config.GetInt("foo.a"), config.GetInt("foo.c")));
    }

    [Fact]
    public void An_optional_substitution_without_value_leaves_no_key_or_the_earlier_value()
    {
        var config = ConfigurationFactory.ParseString("a = ${?nothing.there}\nb = 1\nb = ${?nothing.there}\nc = x${?nothing.there}y\nd = [1, ${?nothing.there}]");

        Assert.False(config.HasPath("a"));
        Assert.Equal("1", config.GetString("b"));
        Assert.Equal("xy", config.GetString("c"));
        Assert.Equal(["1"], config.GetStringList("d"));
    }

    [Fact]
    public void A_key_that_is_missing_comes_from_the_environment()
    {
        Environment.SetEnvironmentVariable("SCALEMS_HOCON_TEST", "from outside");

        Assert.Equal("from outside", ConfigurationFactory.ParseString("a = ${SCALEMS_HOCON_TEST}").GetString("a"));
    }

    [Fact]
    public void A_key_that_is_missing_may_come_from_a_fallback()
    {
        var text = ConfigurationFactory.ParseString("a = ${b.c}, list = ${list} [2], deep { x = ${deep.y} }");
        var first = text.WithFallback(ConfigurationFactory.ParseString("b.c = 1, list = [1], deep.y = 5"));
        var second = text.WithFallback(ConfigurationFactory.ParseString("b.c = 2, list = [], deep.y = 6"));

        Assert.Equal((1, 5), (first.GetInt("a"), first.GetInt("deep.x")));
        Assert.Equal((2, 6), (second.GetInt("a"), second.GetInt("deep.x")));
        Assert.Equal([1, 2], first.GetIntList("list"));
        Assert.Equal([2], second.GetIntList("list"));
    }

    [Fact]
    public void A_key_that_is_missing_everywhere_is_named_when_it_is_read()
    {
        var config = ConfigurationFactory.ParseString("b = 1\n  a = ${no.such.key}");

        var error = Assert.Throws<ConfigurationException>(() => config.GetString("a"));
        Assert.Contains("[a]", error.Message, StringComparison.Ordinal);
        Assert.Contains("${no.such.key} at line 2, column 7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = ${b}, b = ${a}")]
    [InlineData("a = ${b}, b = ${c}, c = ${a}")]
    [InlineData("a { b = ${a} }")]
    [InlineData("a { b = [${a}] }")]
    public void Circles_are_refused(string hocon) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));

    [Theory]
    [InlineData("a { x = 1 }, b = ${a} text")]
    [InlineData("a = [1], b = ${a} { x = 1 }")]
    public void What_cannot_stand_side_by_side_is_refused(string hocon) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));

    [Fact]
    public void Strings_that_double_on_every_line_are_refused_before_memory_runs_out()
    {
        var hocon = "a0 = xxxxxxxxxx\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i} = ${{a{i - 1}}}${{a{i - 1}}}\n"));

        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));
    }
}
