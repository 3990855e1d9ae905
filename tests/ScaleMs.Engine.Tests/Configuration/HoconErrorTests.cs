using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ScaleMs.Engine.Tests.Configuration;

public sealed class HoconErrorTests
{
    [Theory]
    [InlineData("a = 1\nb { c = 2\n", "line 3, column 1", "'}'")]
    [InlineData("a = 1\n  }", "line 2, column 3", "'{'")]
    [InlineData("a = [1, 2", "line 1, column 10", "']'")]
    [InlineData("a 1", "line 1, column 4", "after a key")]
    [InlineData("a =", "line 1, column 4", "a value")]
    [InlineData("a = 1,, b = 2", "line 1, column 7", "a key")]
    [InlineData("a = \"open\nb = 1", "line 1, column 5", "not closed")]
    [InlineData("a = \"\"\"open\nb = 1", "line 1, column 5", "not closed")]
    [InlineData("a = \"\\q\"", "line 1, column 6", "unknown escape")]
    [InlineData("a = akka.tcp://Cluster@127.0.0.1:4053", "line 1, column 13", "quotes")]
    [InlineData("a = [akka.tcp://Cluster@127.0.0.1:4053]", "line 1, column 14", "quotes")]
    [InlineData("a..b = 1", "line 1, column 1", "empty part")]
    [InlineData(".a = 1", "line 1, column 1", "empty part")]
    [InlineData("a = ${b", "line 1, column 8", "'}'")]
    [InlineData("a = $b", "line 1, column 6", "'{'")]
    [InlineData("a = { b = 1 } [1]", "line 1, column 5", "cannot stand beside")]
    [InlineData("a @ b = 1", "line 1, column 3", "quotes")]
    [InlineData("include \"x\"", "line 1, column 1", "include")]
    [InlineData("{ a = 1 } b", "line 1, column 11", "end of the text")]
    public void A_syntax_error_names_line_column_and_what_was_expected(string hocon, string position, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));

        Assert.Contains(position, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_a_name_is_named_in_its_errors()
    {
        var error = Assert.Throws<ConfigurationException>(() => Parser.Parse("a = [", null, "seed.conf"));

        Assert.StartsWith("seed.conf, line 1, column 6: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a=", "}")]
    [InlineData("{a.b.c=", "}")]
    public void Deep_nesting_is_an_error_and_no_crash(string open, string close)
    {
        var hocon = "x = " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));
        Assert.Contains("levels deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_path_is_an_error_and_no_crash() =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(string.Join('.', Enumerable.Repeat("a", 100_000)) + " = 1"));

    [Fact]
    public void Depth_through_substitutions_is_an_error_and_no_crash()
    {
        var hocon = "a0 { x = 1 }\n" + string.Concat(Enumerable.Range(1, 5_000).Select(i => $"a{i} {{ x = ${{a{i - 1}}} }}\n"));

        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));
    }

    [Fact]
    public void A_missing_resource_is_named()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.FromResource<Config>("no-such.conf"));

        Assert.Contains("no-such.conf", error.Message, StringComparison.Ordinal);
    }
}
