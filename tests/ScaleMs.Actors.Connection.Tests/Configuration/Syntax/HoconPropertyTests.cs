using Akka.Configuration;
using Akka.Configuration.Hocon;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Connection.Configuration.Syntax;

namespace ScaleMs.Actors.Connection.Tests.Configuration.Syntax;

public sealed class HoconPropertyTests
{
    private static readonly FsCheck.Config Thorough = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3_000);

    private static readonly string[] Fragments =
    [
        "a", "b.c", "\"d.e\"", "=", ":", "{", "}", "[", "]", ",", "\n", " ", "${a}", "${b.c}", "1", "null", "true", "#x", "//y", "\"\"",
        "\"", "\"\"\"", "\\", "\\n", "include", "\"f\"", "$", "@", "+", "5 s", "\uFEFF", "${", "}\n", "a = ", "b { ", "c = [", "],", "= \"x\"\n",
    ];

    [Fact]
    public void A_valid_document_passes_and_Akka_reads_it_as_it_is_meant()
    {
        Check.One(Thorough, Prop.ForAll(Documents, static document =>
        {
            AkkaHocon.Check(document.Text, "seed.conf");
            Assert.Equal(document.Values, Read(document.Text));
        }));
    }

    [Fact]
    public void A_document_that_lacks_one_of_its_brackets_or_quotes_is_refused_with_a_place()
    {
        Check.One(Thorough, Prop.ForAll(Documents, static document => document.Marks.All(mark =>
        {
            var message = Assert.Throws<InvalidConfigurationException>(() => HoconSyntax.Read(new HoconText(document.Text.Remove(mark, 1), "seed.conf"))).Message;
            return message.StartsWith("seed.conf, line ", StringComparison.Ordinal) && message.Contains(", column ", StringComparison.Ordinal);
        })));
    }

    [Fact]
    public void Whatever_passes_is_read_by_Akka_without_an_error()
    {
        var texts = Gen.Elements(Fragments).ListOf().Select(string.Concat).ToArbitrary();
        Check.One(Thorough.WithMaxTest(20_000).WithEndSize(30), Prop.ForAll(texts, static hocon => !Passes(hocon) || Read(hocon) is not null));
    }

    private static Arbitrary<HoconDocument> Documents => ArbMap.Default.GeneratorFor<int>().Select(HoconDocument.Of).ToArbitrary();

    private static bool Passes(string hocon)
    {
        try
        {
            AkkaHocon.Check(hocon, "seed.conf");
            return true;
        }
        catch (InvalidConfigurationException)
        {
            return false;
        }
    }

    private static SortedDictionary<string, string> Read(string hocon)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var config = ConfigurationFactory.ParseString(hocon);
        if (!config.IsEmpty)
        {
            Collect(config.Root, "", values);
        }

        return values;
    }

    private static void Collect(HoconValue value, string path, SortedDictionary<string, string> into)
    {
        if (value.IsObject())
        {
            foreach (var (key, child) in value.GetObject().Items)
            {
                Collect(child, $"{path}{key}\0", into);
            }
        }
        else
        {
            into[path] = value.Values.Exists(static part => part is HoconArray) ? $"[{string.Join("|", value.GetStringList())}]" : value.GetString();
        }
    }
}
