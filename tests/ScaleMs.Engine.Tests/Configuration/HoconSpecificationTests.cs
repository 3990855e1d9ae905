using Akka.Configuration;

namespace ScaleMs.Engine.Tests.Configuration;

/// <summary>What the HOCON specification says by example, in its order.</summary>
public sealed class HoconSpecificationTests
{
    [Theory]
    [InlineData("{ \"a\" : 1 }", "a = 1")]
    [InlineData("a : 1\nb : 2", "{ a : 1, b : 2 }")]
    [InlineData("foo : { a : 42 }", "foo { a = 42 }")]
    [InlineData("{ a : 1, b : 2, }", "{ a : 1, b : 2 }")]
    [InlineData("a : [1, 2, 3,]", "a : [1, 2, 3]")]
    [InlineData("a : [1\n2\n3]", "a : [1, 2, 3]")]
    [InlineData("foo : { a : 42 }, foo : { b : 43 }", "foo : { a : 42, b : 43 }")]
    [InlineData("foo : { a : 42 }, foo : null, foo : { b : 43 }", "foo : { b : 43 }")]
    [InlineData("foo : { bar : { baz : 42 }, bar : 43 }", "foo.bar : 43")]
    [InlineData("a : [ { x : 1 } { y : 2 }, { z : 3 } ]", "a : [ { x : 1, y : 2 }, { z : 3 } ]")]
    [InlineData("a : { b : 1 } { c : 2 }", "a : { b : 1, c : 2 }")]
    [InlineData("a : [1, 2] [3, 4]", "a : [1, 2, 3, 4]")]
    [InlineData("foo.bar : 42, foo.baz : 43", "foo : { bar : 42, baz : 43 }")]
    [InlineData("a b c : 42", "\"a b c\" : 42")]
    [InlineData("true : 42", "\"true\" : 42")]
    [InlineData("3 : 42", "\"3\" : 42")]
    [InlineData("3.14 : 42", "\"3\" : { \"14\" : 42 }")]
    [InlineData("10.0foo : 42", "\"10\" : { \"0foo\" : 42 }")]
    [InlineData("foo10.0 : 42", "\"foo10\" : { \"0\" : 42 }")]
    [InlineData("foo\"10.0\" : 42", "\"foo10.0\" : 42")]
    [InlineData("1.2.3 : 42", "\"1\".\"2\".\"3\" : 42")]
    [InlineData("a : 1\n\n,b : 2", "a : 1, b : 2")]
    public void Two_spellings_of_the_same(string one, string other) =>
        Assert.Equal(ConfigurationFactory.ParseString(other).ToString(), ConfigurationFactory.ParseString(one).ToString());

    [Theory]
    [InlineData("a : foo bar", "foo bar")]
    [InlineData("a :  foo   bar  ", "foo   bar")]
    [InlineData("a : 10.0", "10.0")]
    [InlineData("a : 1e5 x", "1e5 x")]
    [InlineData("a : 010", "010")]
    [InlineData("a : null x", "null x")]
    [InlineData("a : true false", "true false")]
    [InlineData("a : \"x\"  y", "x  y")]
    [InlineData("a : foo // bar", "foo")]
    [InlineData("a : http\":\"x", "http:x")]
    public void A_value_of_several_pieces_is_one_string(string hocon, string expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString("a"));

    [Theory]
    [InlineData("{ a : 1,, }")]
    [InlineData("{ , a : 1 }")]
    [InlineData("a : [1,,2]")]
    [InlineData("a : [,1]")]
    [InlineData("a : [1], a : ${a} { b : 1 }")]
    [InlineData("{ a : 1")]
    public void What_is_invalid_is_refused(string hocon) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));

    [Theory]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }", "bar.baz", 42)]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }, bar : { foo : 43 }", "bar.baz", 43)]
    [InlineData("bar : { a : ${foo.d}, b : 1 }, bar.b = 3, foo : { c : ${bar.b}, d : 2 }, foo.d = 4", "bar.a", 4)]
    [InlineData("bar : { a : ${foo.d}, b : 1 }, bar.b = 3, foo : { c : ${bar.b}, d : 2 }, foo.d = 4", "foo.c", 3)]
    [InlineData("foo : ${does-not-exist}, foo : 42", "foo", 42)]
    [InlineData("a : 1, b : ${a}, a : 2", "b", 2)]
    [InlineData("foo : { a : 10, b : ${foo.a} }, foo : { b : 7 }", "foo.b", 7)]
    [InlineData("standard : { port : 80 }, own : ${standard} { port : 81 }", "own.port", 81)]
    [InlineData("a : { b : 5 }, c : ${a.b}", "c", 5)]
    [InlineData("x : 3, a : ${?missing}${x}", "a", 3)]
    public void A_substitution_means_the_last_value_of_its_path(string hocon, string path, int expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetInt(path));

    [Theory]
    [InlineData("path : \"a:b\", path : ${path}\":c\"", "path", "a:b:c")]
    [InlineData("a : ${?a}foo", "a", "foo")]
    [InlineData("a : bar, a : ${?a}foo", "a", "barfoo")]
    [InlineData("a : x, a : ${a}y, a : ${a}z", "a", "xyz")]
    [InlineData("a : { b : x }, a : { b : ${a.b}y }", "a.b", "xy")]
    public void A_reference_to_itself_means_the_value_before(string hocon, string path, string expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString(path));

    [Theory]
    [InlineData("a : ${a}")]
    [InlineData("a : ${a}c")]
    [InlineData("a : 1, b : ${c}, c : ${b}")]
    public void A_reference_to_itself_that_means_nothing_is_refused(string hocon) => Assert.Throws<ConfigurationException>(() =>
    {
        var config = ConfigurationFactory.ParseString(hocon);
        config.GetString(config.HasPath("b") ? "b" : "a");
    });

    [Theory]
    [InlineData("a += 1")]
    [InlineData("a = [], a += 1")]
    [InlineData("a = ${?a} [1]")]
    [InlineData("a { 0 : 1 }")]
    [InlineData("a { \"5\" : 1, other : x }")]
    public void The_same_list_of_one(string hocon) => Assert.Equal([1], ConfigurationFactory.ParseString(hocon).GetIntList("a"));

    [Fact]
    public void A_dot_in_a_quoted_key_is_no_separator()
    {
        var config = ConfigurationFactory.ParseString("a.\"b.c\".d : 1");
        Assert.Equal(1, config.GetInt("a.\"b.c\".d"));
        Assert.False(config.HasPath("a.b.c.d"));
    }

    [Fact]
    public void An_unquoted_string_ends_before_a_comment_and_an_escape_is_for_quoted_ones()
    {
        var config = ConfigurationFactory.ParseString("a = x # y\nb = \"x # y\"\nc = \"\"\"\\n\"\"\"");
        Assert.Equal(("x", "x # y", "\\n"), (config.GetString("a"), config.GetString("b"), config.GetString("c")));
    }
}
