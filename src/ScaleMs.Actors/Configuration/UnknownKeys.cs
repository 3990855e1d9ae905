using Akka.Configuration;

namespace ScaleMs.Actors.Configuration;

/// <summary>Finds keys under <c>scalems</c> that mean nothing, and says which one was probably meant.</summary>
internal static class UnknownKeys
{
    private const string Root = "scalems";

    /// <summary>Maps whose keys are the user's.</summary>
    private static readonly string[] FreeMaps = ["scalems.commands"];

    /// <summary>Not the product's to judge.</summary>
    private static readonly string[] Foreign = ["scalems.engine"];

    /// <summary>Looks at every key.</summary>
    /// <exception cref="InvalidConfigurationException">There is such a key.</exception>
    public static void Check(Config config)
    {
        var known = Leaves(ScaleMsConfig.Reference).Concat(FreeMaps).Distinct().ToList();
        foreach (var path in Leaves(config))
        {
            if (!known.Contains(path) && !FreeMaps.Any(map => path.StartsWith($"{map}.", StringComparison.Ordinal)))
            {
                throw new InvalidConfigurationException($"{path}: no such key; did you mean {known.MinBy(key => Distance(path, key))}?");
            }
        }
    }

    private static IEnumerable<string> Leaves(Config config) =>
        config.HasPath(Root) ? Leaves(config.GetConfig(Root), Root) : [];

    private static IEnumerable<string> Leaves(Config section, string path)
    {
        foreach (var (key, value) in section.AsEnumerable())
        {
            var child = $"{path}.{key}";
            if (Foreign.Contains(child))
            {
                continue;
            }

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

    /// <summary>Edits from one text to the other (V. I. Levenshtein, Soviet Physics Doklady 10, 707, 1966).</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(
                    Math.Min(previous[j], current[j - 1]) + 1,
                    previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
