using Akka.Configuration;
using Akka.Configuration.Hocon;
using FsCheck;
using FsCheck.Fluent;

namespace ScaleMs.Engine.Tests.Configuration;

public sealed class HoconPropertyTests
{
    private static readonly FsCheck.Config Thorough = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500);

    private static readonly string[] Fragments =
    [
        "a", "b.c", "\"d.e\"", "=", ":", "{", "}", "[", "]", ",", "\n", " ", "${a}", "${?b.c}", "+=", "1", "null", "true", "#x", "//y",
        "\"", "\"\"\"", "\\", "\\n", "include", "\"f\"", "$", "@", "\0", "\uD800", "5 s", "\uFEFF", "${", "file(",
    ];

    [Fact]
    public void What_is_printed_parses_to_the_same_values()
    {
        var property = Prop.ForAll(Objects(3).ToArbitrary(), value =>
        {
            var original = new Akka.Configuration.Config(new HoconRoot(HoconValue.OfObject(value)));
            var reparsed = ConfigurationFactory.ParseString(original.ToString());
            return Describe(reparsed.Root) == Describe(original.Root);
        });

        Check.One(Thorough, property);
    }

    [Fact]
    public void Whatever_the_text_the_parser_answers_with_a_configuration_or_its_own_error()
    {
        var text = Gen.Elements(Fragments).ListOf().Select(string.Concat);
        var property = Prop.ForAll(text.ToArbitrary(), hocon =>
        {
            try
            {
                var printed = ConfigurationFactory.ParseString(hocon);
                return printed.Substitutions.Any() || Describe(ConfigurationFactory.ParseString(printed.ToString()).Root) == Describe(printed.Root);
            }
            catch (ConfigurationException)
            {
                return true;
            }
        });

        Check.One(Thorough.WithMaxTest(20_000).WithEndSize(40), property);
    }

    [Fact]
    public void A_blank_that_is_all_that_is_left_of_a_string_survives_printing()
    {
        var parsed = ConfigurationFactory.ParseString("1a+=${?b.c}\uFEFF${?b.c}#x]");
        Assert.Equal(Describe(parsed.Root), Describe(ConfigurationFactory.ParseString(parsed.ToString()).Root));
    }

    [Fact]
    public void The_order_in_which_fallbacks_are_joined_does_not_matter()
    {
        var property = Prop.ForAll(Objects(2).Three().ToArbitrary(), three =>
        {
            var (a, b, c) = (AsConfig(three.Item1), AsConfig(three.Item2), AsConfig(three.Item3));
            return Sorted(a.WithFallback(b).WithFallback(c)) == Sorted(a.WithFallback(b.WithFallback(c)));
        });

        Check.One(Thorough, property);
    }

    private static Akka.Configuration.Config AsConfig(HoconObject value) => new(new HoconRoot(HoconValue.OfObject(value)));

    private static Gen<HoconObject> Objects(int depth) =>
        from entries in Gen.Zip(Keys, Values(depth)).ListOf()
        select Build(entries);

    private static Gen<string> Keys =>
        Gen.OneOf(Gen.Elements("a", "b", "c"), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));

    private static Gen<HoconValue> Values(int depth)
    {
        var literal = ArbMap.Default.GeneratorFor<string>().Select(text => Of(new HoconLiteral { Value = text }));
        return depth == 0
            ? literal
            : Gen.OneOf(literal, Objects(depth - 1).Select(value => Of(value)), Values(depth - 1).ListOf().Select(items => Of(Array(items))));
    }

    private static HoconObject Build(IEnumerable<(string Key, HoconValue Value)> entries)
    {
        var value = new HoconObject();
        foreach (var (key, item) in entries)
        {
            value.Items[key] = item;
        }

        return value;
    }

    private static HoconArray Array(IEnumerable<HoconValue> items)
    {
        var array = new HoconArray();
        array.AddRange(items);
        return array;
    }

    private static HoconValue Of(IHoconElement element) => new([element]);

    private static string Sorted(Akka.Configuration.Config config) => Describe(config.Root, sorted: true);

    private static string Describe(HoconValue value, bool sorted = false)
    {
        if (value.GetObject() is { } item)
        {
            var keys = item.Items.Select(pair => $"{pair.Key.Length}:{pair.Key}={Describe(pair.Value, sorted)}");
            return "{" + string.Join(';', sorted ? keys.Order(StringComparer.Ordinal) : keys) + "}";
        }

        if (value.IsArray())
        {
            return "[" + string.Join(';', value.GetArray().Select(element => Describe(element, sorted))) + "]";
        }

        return value.GetString() is { } text ? $"{text.Length}:{text}" : "null";
    }
}
