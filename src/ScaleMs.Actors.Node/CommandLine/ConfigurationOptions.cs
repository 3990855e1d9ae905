using System.CommandLine;
using Akka.Configuration;
using ScaleMs.Actors.Node.Configuration;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>How every verb is configured: <c>--config</c>, <c>--set</c>, the environment, and the verb's own options over them.</summary>
internal sealed class ConfigurationOptions
{
    private readonly Option<string?> _file = new("--config") { Description = "HOCON file with scalems and akka keys", HelpName = "FILE" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "One key of the configuration, such as scalems.worker.grace=10s; repeatable",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_file);
        verb.Add(_set);
    }

    /// <summary>The whole configuration of the user, strongest first: the verb's options, --set, environment, file, the verb's defaults.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Keys that the verb's own options set; null values are left out.</param>
    /// <param name="defaults">Where the verb differs from the product's defaults.</param>
    /// <exception cref="UsageException">It says to write one of the files that are read.</exception>
    public Config Read(ParseResult parsed, IEnumerable<(string Key, object? Value)> options, string defaults = "")
    {
        var config = ConfigurationSources.Joined(
            ConfigurationSources.Pairs(options),
            ConfigurationSources.Settings(parsed.GetValue(_set) ?? []),
            ConfigurationSources.Environment(),
            parsed.GetValue(_file) is { } file ? ConfigurationSources.File(file) : Config.Empty,
            ConfigurationFactory.ParseString(defaults));
        _ = Used(parsed, config);
        return config;
    }

    /// <summary>The files that the configuration comes from or names, for verbs that write one.</summary>
    public UsedFiles Used(ParseResult parsed, Config config) => UsedFiles.Of(config, parsed.GetValue(_file));
}
