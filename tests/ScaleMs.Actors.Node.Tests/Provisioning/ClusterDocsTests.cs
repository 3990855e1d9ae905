using System.Text.RegularExpressions;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Provisioning;

/// <summary>The commands, scripts and manifests of the pages on clusters and ensembles are what this program takes.</summary>
public sealed partial class ClusterDocsTests
{
    private static readonly string Pages = string.Concat(
        new[] { "clusters.md", "ensembles.md" }.Select(static page => File.ReadAllText(Path.Combine(Repository.Root, "docs", page))));

    public static TheoryData<string> Commands => [.. ShellCommands().Concat(ManifestCommands()).Distinct()];

    public static TheoryData<string> Configurations => [.. Blocks("hocon")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_the_pages_is_one(string line)
    {
        var parsed = ScaleMsProgram.Parse([.. line.Split(' ').Skip(1)]);

        Assert.Empty(parsed.Errors.Select(static error => error.Message));
        foreach (var setting in line.Split(" --set ").Skip(1).Select(static rest => rest.Split(' ')[0]))
        {
            ScaleMsOptions.From(Akka.Configuration.ConfigurationFactory.ParseString(setting.Replace("=", " = \"", StringComparison.Ordinal) + "\""));
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration_of_the_pages_is_one(string hocon) => Assert.NotNull(ScaleMsOptions.From(Akka.Configuration.ConfigurationFactory.ParseString(hocon)));

    [Fact]
    public void The_pages_have_commands_of_all_kinds()
    {
        var commands = ShellCommands().Concat(ManifestCommands()).ToList();
        foreach (var verb in new[] { "seed", "worker", "submit", "stop", "workers add", "workers list", "workers release" })
        {
            Assert.Contains(commands, command => command.StartsWith($"scalems {verb} ", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> ShellCommands() => Blocks("sh").SelectMany(static block => block.Split('\n'))
        .Select(static line => Command().Match(line)).Where(static match => match.Success).Select(static match => match.Value.Trim());

    private static IEnumerable<string> ManifestCommands() => Blocks("yaml").SelectMany(static block => Manifest().Matches(block))
        .Select(static match => string.Join(' ', match.Groups[1].Value.Split(", ").Select(static word => word.Trim('"'))));

    private static IEnumerable<string> Blocks(string language) => Regex.Matches(Pages, $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(static match => match.Groups[1].Value);

    [GeneratedRegex("scalems [^&#]*")]
    private static partial Regex Command();

    [GeneratedRegex(@"command: \[(""scalems"".*?)\]\n")]
    private static partial Regex Manifest();
}
