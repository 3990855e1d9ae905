using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Configuration.Syntax;

namespace ScaleMs.Actors.Connection.Tests.Configuration.Syntax;

public sealed class HoconSyntaxTests
{
    /// <summary>What the specification says by example, in its order.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("  \n # nothing here")]
    [InlineData("{}")]
    [InlineData("{ \"a\" : 1 }")]
    [InlineData("# comment\na.b.c = 1 // another\n// and one more")]
    [InlineData("a : 1\nb : 2")]
    [InlineData("foo { a = 42 }")]
    [InlineData("foo : { a : 42 }, foo : null, foo : { b : 43 }")]
    [InlineData("{ a : 1, b : 2, }")]
    [InlineData("a : [1, 2, 3,]")]
    [InlineData("a : [1\n2\n3]")]
    [InlineData("a : [\n 1, # one\n 2,\n 3,\n]")]
    [InlineData("a : 1\n\n,b : 2")]
    [InlineData("a : [ { x : 1 } { y : 2 }, { z : 3 } ]")]
    [InlineData("a : { b : 1 } { c : 2 }")]
    [InlineData("a : [1, 2] [3, 4]")]
    [InlineData("a : [1 2 3 4]")]
    [InlineData("foo.bar : 42, foo.baz : 43")]
    [InlineData("a b c : 42")]
    [InlineData("true : 42, null : 1, 3 : 42, 3.14 : 42, 10.0foo : 42")]
    [InlineData("foo\"10.0\" : 42")]
    [InlineData("a.\"b.c\".d : 1")]
    [InlineData("\"\" : 1, a.\"\".b : 2")]
    [InlineData("a : foo bar")]
    [InlineData("a : 1e5 x")]
    [InlineData("a : \"x\"  y")]
    [InlineData("a : foo // bar")]
    [InlineData("a : http\":\"x")]
    [InlineData("a = 127.0.0.1, b = /user/x-1_y.z, c = on, d = 64 KiB")]
    [InlineData("a = \"tab\\t quote\\\" \\u0041 \\\\ \\/ \\b\\f\\n\\r\"")]
    [InlineData("a = \"quoted # not a comment, not a brace {\"")]
    [InlineData("a = \"\"\"C:\\no\\escape \"in\" it\"\"\"")]
    [InlineData("a = \"\"\"two\nlines\"\"\"\nb = 1")]
    [InlineData("a = \"\"\"ends in a quote\"\"\"\"")]
    [InlineData("a = \"\"\"\"\"\"")]
    [InlineData("a += 1, a += 2")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }")]
    [InlineData("x : 3, a : ${?missing}${x}")]
    [InlineData("path : \"a:b\", path : ${path}\":c\"")]
    [InlineData("a : ${?a} [1]")]
    [InlineData("own : ${standard} { port : 81 }")]
    [InlineData("a : ${ x.\"y.z\" }")]
    [InlineData("include \"x\"")]
    [InlineData("here { include file(\"other\") }\ninclude required(file(\"x\"))")]
    [InlineData("include = 1, include.x = 2, includes = 3")]
    [InlineData("[1, { a : 2 }]")]
    [InlineData("a =\n\n 1")]
    [InlineData("\r\na = 1\r\nb {\r\n c = [1,\r\n 2]\r\n}\r\n")]
    public void What_the_specification_allows_is_passed(string hocon) => HoconSyntax.Read(new HoconText(hocon, "seed.conf"));

    [Theory]
    [InlineData("a = 1\nb { c = 2\n", "line 2, column 3", "'}' is missing")]
    [InlineData("{ a : 1", "line 1, column 1", "'}' is missing")]
    [InlineData("a = 1\n  }", "line 2, column 3", "a key is expected")]
    [InlineData("a = [1, 2", "line 1, column 5", "']' is missing")]
    [InlineData("a = [1}", "line 1, column 7", "',' or the ']' of the list that begins in line 1 is expected")]
    [InlineData("a = {b = [1}", "line 1, column 12", "',' or the ']' of the list that begins in line 1")]
    [InlineData("a = ]", "line 1, column 5", "a value is expected")]
    [InlineData("a = 1]", "line 1, column 6", "a comma or a new line")]
    [InlineData("scalems {\n  worker {\n    slots = [1,\n  }\n}", "line 4, column 3", "an item, or the ']' of the list that begins in line 3 is expected, but here is '}'")]
    [InlineData("a 1", "line 1, column 4", "after a key")]
    [InlineData("a\nb = 1", "line 1, column 2", "after a key")]
    [InlineData("a {\n b\n}", "line 2, column 3", "after a key")]
    [InlineData("a =", "line 1, column 4", "a value is expected, but here is the end of the text")]
    [InlineData("a == 1", "line 1, column 4", "in quotes")]
    [InlineData("a = 1 b = 2", "line 1, column 9", "in quotes")]
    [InlineData("a { b = 1 } c = 2", "line 1, column 13", "a comma or a new line")]
    [InlineData("a = [1] b = 2", "line 1, column 9", "a comma or a new line")]
    [InlineData("{ a : 1,, }", "line 1, column 9", "a key")]
    [InlineData("{ , a : 1 }", "line 1, column 3", "a key")]
    [InlineData("a : [1,,2]", "line 1, column 8", "a value")]
    [InlineData("a : [,1]", "line 1, column 6", "a value")]
    [InlineData("a = \"open\nb = 1", "line 1, column 5", "not closed")]
    [InlineData("a = \"\"\"open\nb = 1", "line 1, column 5", "not closed")]
    [InlineData("a = \"\\q\"", "line 1, column 6", "there is no \\q")]
    [InlineData("a = \"\\u00g0\"", "line 1, column 6", "four hexadecimal digits")]
    [InlineData("a = akka.tcp://Cluster@127.0.0.1:4053", "line 1, column 13", "quotes")]
    [InlineData("a = [akka.tcp://Cluster@127.0.0.1:4053]", "line 1, column 14", "quotes")]
    [InlineData("a..b = 1", "line 1, column 1", "is empty")]
    [InlineData(".a = 1", "line 1, column 1", "is empty")]
    [InlineData("a. = 1", "line 1, column 1", "is empty")]
    [InlineData("a = ${b", "line 1, column 8", "'}'")]
    [InlineData("a = $b", "line 1, column 6", "'{'")]
    [InlineData("a = { b = 1 } [1]", "line 1, column 5", "cannot stand beside")]
    [InlineData("a = x { b = 1 }", "line 1, column 5", "cannot stand beside")]
    [InlineData("a @ b = 1", "line 1, column 3", "quotes")]
    [InlineData("{ a = 1 } b", "line 1, column 11", "the end of the text is expected")]
    [InlineData("include file(\"x\"", "line 1, column 17", "')'")]
    public void A_mistake_is_named_with_line_column_and_what_would_be_right(string hocon, string position, string expected)
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => HoconSyntax.Read(new HoconText(hocon, "seed.conf")));

        Assert.StartsWith($"seed.conf, {position}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a=", "}")]
    [InlineData("{a.b.c=", "}")]
    public void Deep_nesting_is_an_error_and_no_crash(string open, string close)
    {
        var hocon = "x = " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        var error = Assert.Throws<InvalidConfigurationException>(() => HoconSyntax.Read(new HoconText(hocon, "seed.conf")));
        Assert.Contains("levels", error.Message, StringComparison.Ordinal);
    }
}
