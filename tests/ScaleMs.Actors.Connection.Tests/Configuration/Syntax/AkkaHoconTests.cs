using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Configuration.Syntax;

namespace ScaleMs.Actors.Connection.Tests.Configuration.Syntax;

public sealed class AkkaHoconTests
{
    /// <summary>HOCON all of it, and none of it is read by Akka.NET 1.5 as the specification says.</summary>
    [Theory]
    [InlineData("a { b { c = 1 }, d = 2 }", "line 1, column 16", "write KEY = {…} with the equals sign")]
    [InlineData("a { b = 1 },\nc = 2", "line 1, column 12", "write KEY = {…} with the equals sign")]
    [InlineData("a { b = 1 } { c = 1 }", "line 1, column 3", "write KEY = {…} {…}")]
    [InlineData("a = 1\n, b = 2", "line 2, column 1", "a comma at the beginning of a line")]
    [InlineData("a = [1\n,2]", "line 2, column 1", "a comma at the beginning of a line")]
    [InlineData("a = [ ]", "line 1, column 5", "write []")]
    [InlineData("a = [ # none\n]", "line 1, column 5", "write []")]
    [InlineData("a = [1]\na += 2", "line 2, column 3", "write the whole list")]
    [InlineData("a = ${?b}", "line 1, column 5", "may be missing")]
    [InlineData("b = 1, a = ${ b }", "line 1, column 14", "blanks in a substitution")]
    [InlineData("\"b.c\" = 1, a = ${\"b.c\"}", "line 1, column 18", "quotes")]
    [InlineData("a = 1\na = ${a}2", "line 2, column 5", "${a} leads back to itself")]
    [InlineData("a = ${b}\nb = ${a}", "line 1, column 5", "${b} leads back to itself")]
    [InlineData("a { b = ${a} }", "line 1, column 9", "${a} leads back to itself")]
    [InlineData("a { b = [{ c = ${a.b} }] }", "line 1, column 16", "${a.b} leads back to itself")]
    [InlineData("a = ${no.such.key}", "line 1, column 5", "${no.such.key}: this file has no such key")]
    [InlineData("a = ${HOME}", "line 1, column 5", "this file has no such key")]
    [InlineData("b { c = 1 }\na = ${b} { d = 2 }", "line 2, column 5", "an object beside a substitution")]
    [InlineData("a = 1\ninclude \"more.conf\"", "line 2, column 1", "write the keys into this file")]
    [InlineData("foo\"10.0\" : 42", "line 1, column 1", "in one pair of quotes")]
    [InlineData("a.\"b\" c = 42", "line 1, column 3", "in one pair of quotes")]
    [InlineData("a = \"\"\"ends in a quote\"\"\"\"", "line 1, column 26", "ends in a quote")]
    [InlineData("[1, 2]", "line 1, column 1", "keys are expected")]
    public void What_Akka_reads_as_something_else_is_named_with_what_it_reads(string hocon, string position, string expected)
    {
        HoconSyntax.Read(new HoconText(hocon, "seed.conf"));
        var error = Assert.Throws<InvalidConfigurationException>(() => AkkaHocon.Check(hocon, "seed.conf"));

        Assert.StartsWith($"seed.conf, {position}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a { b = { c = 1 }, d = 2 }", "a.d", "2")]
    [InlineData("a { b { c = 1 }\n d = 2 }", "a.d", "2")]
    [InlineData("a = 1,\nb = 2,\n", "b", "2")]
    [InlineData("a = one \"two\" three", "a", "one two three")]
    [InlineData("a.\"b.c\".d = 1", "a.\"b.c\".d", "1")]
    [InlineData("a = \"\"\"two\nlines\"\"\"", "a", "two\nlines")]
    [InlineData("a = x ${b} y\nb = ${c.d}\nc.d = 1", "a", "x 1 y")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }\nbar.foo = 43", "bar.baz", "43")]
    [InlineData("a = 1\nb = ${a}\na = 2", "b", "2")]
    [InlineData("a { x = 1 }\nb = ${a}", "b.x", "1")]
    public void What_passes_is_read_as_it_is_meant(string hocon, string path, string expected)
    {
        AkkaHocon.Check(hocon, "seed.conf");

        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString(path));
    }

    [Theory]
    [InlineData("a = []", new string[0])]
    [InlineData("a = [1, 2]", new[] { "1", "2" })]
    [InlineData("a = [\n 1 # one\n 2,\n \"3\"\n]", new[] { "1", "2", "3" })]
    [InlineData("a = [0] ${b}\nb = [1, 2]", new[] { "0", "1", "2" })]
    public void Lists_that_pass_are_read_as_they_are_meant(string hocon, string[] expected)
    {
        AkkaHocon.Check(hocon, "seed.conf");

        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetStringList("a"));
    }
}
