using Akka.Configuration;
using ScaleMs.Actors.Contracts.Text;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>Finds unknown keys under <c>scalems</c> and suggests the nearest known key.</summary>
public static class UnknownKeys
{
    private const string Root = "scalems";

    /// <summary>Maps with user-defined keys.</summary>
    private static readonly string[] FreeMaps = ["scalems.commands", "scalems.worker.versioned-modules", "scalems.worker.modes", "scalems.worker.agents", "scalems.worker.resources"];

    /// <summary>Checks every key.</summary>
    /// <exception cref="InvalidConfigurationException">A key is unknown.</exception>
    public static void Check(Config config)
    {
        var known = Known();
        foreach (var path in Leaves(config))
        {
            if (!known.Contains(path) && !FreeMaps.Any(map => path.StartsWith($"{map}.", StringComparison.Ordinal)))
            {
                throw new InvalidConfigurationException($"{path}: no such key; did you mean {NearestName.Of(path, known)}?");
            }
        }
    }

    /// <summary>The nearest known key, where the first part of the path is missing or misspelt.</summary>
    public static string Nearest(string path) =>
        Known().MinBy(key => Math.Min(NearestName.Distance(path, key), NearestName.Distance($"{Root}.{path}", key)))!;

    private static List<string> Known() => [.. Leaves(ScaleMsConfig.Reference).Concat(FreeMaps).Distinct()];

    private static IEnumerable<string> Leaves(Config config) => !config.HasPath(Root) ? []
        : config.GetValue(Root).IsObject() ? Leaves(config.GetConfig(Root), Root)
        : [Root];

    private static IEnumerable<string> Leaves(Config section, string path)
    {
        foreach (var (key, value) in section.AsEnumerable())
        {
            var child = $"{path}.{key}";
            if (value.IsObject())
            {
                foreach (var leaf in Leaves(value.ToConfig(), child))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return child;
            }
        }
    }
}
