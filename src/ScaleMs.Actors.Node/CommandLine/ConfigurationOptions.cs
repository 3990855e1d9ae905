using System.CommandLine;
using Akka.Configuration;
using ScaleMs.Actors.Node.Configuration;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Streams;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary>Configuration of every verb: <c>--config</c>, <c>--set</c>, the environment, and the verb's own options, which override them.</summary>
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

    /// <summary>The user's whole configuration, in order of precedence: the verb's options, --set, environment, file, the verb's defaults.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Keys set by the verb's own options; null values are skipped.</param>
    /// <param name="defaults">The verb's defaults where they differ from the product's.</param>
    /// <exception cref="UsageException">A file to be written is one of those that are read.</exception>
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

    /// <summary>The configuration file and the files that the configuration names, for verbs that write a file.</summary>
    public UsedFiles Used(ParseResult parsed, Config config) => UsedFiles.Of(config, parsed.GetValue(_file));
}
