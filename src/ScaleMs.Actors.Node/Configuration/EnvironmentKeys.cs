using Akka.Configuration;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Configuration;

/// <summary>
/// Environment variables that set keys: <c>SCALEMS_WORKER_SLOTS</c> is <c>scalems.worker.slots</c>. Elements of a list are separated by
/// commas.
/// </summary>
internal static class EnvironmentKeys
{
    private const string Prefix = "SCALEMS_";

    /// <summary>Reads the variables that set keys.</summary>
    /// <exception cref="UsageException">A variable has the prefix, but matches no key.</exception>
    public static Config Read(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var config = Config.Empty;
        foreach (var (name, value) in variables.Where(static variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var known = Known();
            if (!known.TryGetValue(name, out var key))
            {
                throw new UsageException($"the environment variable {name} matches no key; did you mean {NearestName.Of(name, known.Keys)}?");
            }

            var isList = key.IsList && value is not ['[', ..];
            config = (isList
                ? ConfigurationSources.Pairs([(key.Path, value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))])
                : ConfigurationSources.Setting(name, key.Path, value)).WithFallback(config);
        }

        return config;
    }

    private static SortedDictionary<string, (string Path, bool IsList)> Known()
    {
        var known = new SortedDictionary<string, (string Path, bool IsList)>(StringComparer.Ordinal);
        foreach (var (section, keys) in ScaleMsConfig.Reference.GetConfig("scalems").AsEnumerable())
        {
            if (!keys.IsObject())
            {
                known[NameOf($"scalems.{section}")] = ($"scalems.{section}", keys.IsList());
            }
            else
            {
                foreach (var (key, value) in keys.GetObject()!.Items)
                {
                    var path = $"scalems.{section}.{key}";
                    known[NameOf(path)] = (path, value.IsList());
                }
            }
        }

        return known;
    }

    private static string NameOf(string path) => path.ToUpperInvariant().Replace('.', '_').Replace('-', '_');
}
