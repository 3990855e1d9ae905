using Akka.Configuration;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>Finds keys under <c>scalems</c> that mean nothing, and says which one was probably meant.</summary>
public static class UnknownKeys
{
    private const string Root = "scalems";

    /// <summary>Maps whose keys are the user's.</summary>
    private static readonly string[] FreeMaps = ["scalems.commands"];

    /// <summary>Looks at every key.</summary>
    /// <exception cref="InvalidConfigurationException">There is such a key.</exception>
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

    /// <summary>The key that was probably meant, where its first part is missing or misspelt.</summary>
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
