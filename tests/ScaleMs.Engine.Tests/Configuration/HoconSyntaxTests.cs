using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ScaleMs.Engine.Tests.Configuration;

public sealed class HoconSyntaxTests
{
    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b { c = 1 } }")]
    [InlineData("a : { b.c : 1 }")]
    [InlineData("{ \"a\" : { \"b\" : { \"c\" : 1 } } }")]
    [InlineData("a.\"b\".c = 1")]
    [InlineData("a {\n b {\n c =\n\n 1\n}\n}")]
    [InlineData("# comment\na.b.c = 1 // another")]
    [InlineData("a { b { c = 0 } }\na.b.c = 1")]
    [InlineData("a { b.c = 1 }, x = 2,")]
    [InlineData("a { b.c = 1 } x { y = 2 }")]
    public void The_same_setting_can_be_written_in_many_ways(string hocon) =>
        Assert.Equal(1, ConfigurationFactory.ParseString(hocon).GetInt("a.b.c"));

    [Theory]
    [InlineData("a = plain text here", "plain text here")]
    [InlineData("a =   trimmed \t ,", "trimmed")]
    [InlineData("a = 127.0.0.1", "127.0.0.1")]
    [InlineData("a = 1 2 3 # four", "1 2 3")]
    [InlineData("a = \"quoted # not a comment\"", "quoted # not a comment")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"tab\\t quote\\\" \\u0041\"", "tab\t quote\" A")]
    [InlineData("a = \"\"\"C:\\no\\escape \"in\" it\"\"\"", "C:\\no\\escape \"in\" it")]
    [InlineData("a = \"\"\"two\nlines\"\"\"", "two\nlines")]
    [InlineData("a = \"\"\"ends in a quote\"\"\"\"", "ends in a quote\"")]
    [InlineData("a = one \"two\" three", "one two three")]
    [InlineData("a = one\"two\"", "onetwo")]
    [InlineData("a = /user/x-1_y.z", "/user/x-1_y.z")]
    [InlineData("a = \"null\"", "null")]
    public void Strings_are_read_as_written(string hocon, string expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString("a"));

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1\n2\n3]")]
    [InlineData("a = [\n 1, # one\n 2,\n 3,\n]")]
    [InlineData("a = [1, 2] [3]")]
    [InlineData("a = [1]\na += 2\na += 3")]
    [InlineData("a += 1, a += 2, a += 3")]
    [InlineData("a { 0 = 1, 1 = 2, 2 = 3 }")]
    public void The_same_array_can_be_written_in_many_ways(string hocon) =>
        Assert.Equal([1, 2, 3], ConfigurationFactory.ParseString(hocon).GetIntList("a"));

    [Fact]
    public void Blanks_between_array_items_join_them() =>
        Assert.Equal(["1 2 3 4"], ConfigurationFactory.ParseString("a = [1 2 3 4]").GetStringList("a"));

    [Fact]
    public void Objects_merge_and_later_keys_win()
    {
        var config = ConfigurationFactory.ParseString("a.b { x = 1, y = 1 }\na.b { y = 2, z = 3 }");

        Assert.Equal((1, 2, 3), (config.GetInt("a.b.x"), config.GetInt("a.b.y"), config.GetInt("a.b.z")));
    }

    [Fact]
    public void A_value_that_is_no_object_hides_the_object_before_it()
    {
        var config = ConfigurationFactory.ParseString("a.b = 1\na = null\na.c = 3");

        Assert.Null(config.GetString("a.b"));
        Assert.Equal("3", config.GetString("a.c"));
    }

    [Fact]
    public void A_null_is_there_and_has_no_text()
    {
        var config = ConfigurationFactory.ParseString("a = null");

        Assert.True(config.HasPath("a"));
        Assert.Null(config.GetString("a", "default"));
    }

    [Fact]
    public void Quoted_keys_keep_their_dots()
    {
        var config = ConfigurationFactory.ParseString("a { \"/abc/d.ev/*\".d = 123 }");

        Assert.Equal(123, config.GetInt("a.\"/abc/d.ev/*\".d"));
        Assert.Equal("/abc/d.ev/*", Assert.Single(config.GetConfig("a").AsEnumerable()).Key);
    }

    [Fact]
    public void Includes_are_parsed_by_the_caller_and_see_their_own_keys_first()
    {
        var config = ConfigurationFactory.ParseString(
            "x = outer, here { include \"other\" }\nlast { include file(\"other\") }",
            name => Parser.Parse($"x = {name}, y = ${{x}}, z = ${{last.w}}, w = 1", null));

        Assert.Equal("other", config.GetString("here.y"));
        Assert.Equal("1", config.GetString("last.z"));
        Assert.Equal("outer", config.GetString("x"));
    }

    [Fact]
    public void A_key_may_be_called_include() =>
        Assert.Equal("1", ConfigurationFactory.ParseString("include = 1").GetString("include"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n # nothing here")]
    [InlineData("{}")]
    public void A_text_without_keys_is_an_empty_configuration(string? hocon) =>
        Assert.True(ConfigurationFactory.ParseString(hocon).IsEmpty);
}
