using System.Text.RegularExpressions;
using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests;

public sealed partial class HoconTests
{
    private static readonly string Directory = Path.Combine(Repository.Root, "hocon");

    [Fact]
    public void The_readme_has_every_key_with_its_default()
    {
        var described = Row().Matches(File.ReadAllText(Path.Combine(Directory, "README.md")))
            .ToDictionary(static row => row.Groups["key"].Value, static row => row.Groups["value"].Value);

        var reference = Keys().ToDictionary(static key => key.Path, static key => key.Value);

        Assert.Equal(reference.Keys.Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        Assert.All(reference, key => Assert.Equal(key.Value, described[key.Key]));
    }

    [Theory]
    [InlineData("seed.conf")]
    [InlineData("worker.conf")]
    [InlineData("client.conf")]
    public void The_files_have_no_unknown_key(string file) =>
        ScaleMsOptions.From(ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(Directory, file))));

    [Fact]
    public async Task The_three_process_example_works_as_it_lies_there()
    {
        // Only the port differs, so that tests do not disturb each other.
        var port = Ports.Free();
        var address = $"127.0.0.1:{port}";
        await using var seed = NodeProcess.Start("seed", "--config", Path.Combine(Directory, "seed.conf"), "--port", $"{port}");
        await seed.SaysAsync("is ready at");
        await using var first = NodeProcess.Start("worker", "--config", Path.Combine(Directory, "worker.conf"), "--seed", address);
        await using var second = NodeProcess.Start("worker", "--config", Path.Combine(Directory, "worker.conf"), "--seed", address);
        await using var submit = NodeProcess.Start(
            "submit", "--config", Path.Combine(Directory, "client.conf"), Path.Combine(Directory, "tasks.jsonl"), "--seed", address);

        await submit.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(1, 5), ResultText.Parse(submit.Output).Select(ResultText.Line).Order());
        await using var stop = NodeProcess.Start("stop", "--seed", address);
        await stop.ExitsWithAsync(0);
        await seed.ExitsWithAsync(0);
        await first.ExitsWithAsync(0);
        await second.ExitsWithAsync(0);
    }

    private static IEnumerable<(string Path, string Value)> Keys() =>
        ScaleMsConfig.Reference.GetConfig("scalems").AsEnumerable().SelectMany(static entry => Keys($"scalems.{entry.Key}", entry.Value));

    private static IEnumerable<(string Path, string Value)> Keys(string path, Akka.Configuration.Hocon.HoconValue value) =>
        !value.IsObject() ? [(path, Shown(value))]
        : value.GetObject()!.Items is { Count: > 0 } items ? items.SelectMany(item => Keys($"{path}.{item.Key}", item.Value))
        : [(path, "`{}`")];

    private static string Shown(Akka.Configuration.Hocon.HoconValue value)
    {
        var text = value.IsList() ? $"[{string.Join(", ", value.GetStringList().Select(static item => $"\"{item}\""))}]" : value.GetString();
        return string.IsNullOrEmpty(text) ? "empty" : $"`{text}`";
    }

    [GeneratedRegex(@"^\| `(?<key>scalems\.[^`]+)` \| (?<value>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
