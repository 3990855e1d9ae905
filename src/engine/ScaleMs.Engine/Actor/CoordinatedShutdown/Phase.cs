using Akka.Configuration;

namespace Akka.Actor;

/// <summary>A phase of the shutdown, as configured.</summary>
internal sealed record Phase(IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled)
{
    public static Dictionary<string, Phase> FromConfig(Config config)
    {
        var phases = new Dictionary<string, Phase>();
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout", TimeSpan.FromSeconds(5));
        foreach (var (name, value) in config.GetConfig("phases")?.AsEnumerable() ?? [])
        {
            var phase = value.ToConfig();
            phases[name] = new Phase(
                [.. phase.GetStringList("depends-on")],
                phase.GetTimeSpan("timeout", defaultTimeout),
                phase.GetBoolean("recover", true),
                phase.GetBoolean("enabled", true));
        }

        foreach (var dependency in phases.Values.SelectMany(phase => phase.DependsOn).ToArray())
        {
            phases.TryAdd(dependency, new Phase([], defaultTimeout, true, true));
        }

        return phases;
    }

    /// <summary>The phases, each after those it depends on.</summary>
    public static List<string> Order(IReadOnlyDictionary<string, Phase> phases)
    {
        var order = new List<string>(phases.Count);
        var open = new HashSet<string>();
        foreach (var name in phases.Keys)
        {
            Visit(name);
        }

        return order;

        void Visit(string name)
        {
            if (order.Contains(name))
            {
                return;
            }

            if (!open.Add(name))
            {
                throw new ArgumentException($"Cycle detected in graph of phases. It must be a DAG. Phase [{name}] depends transitively on itself.");
            }

            foreach (var dependency in phases[name].DependsOn)
            {
                Visit(dependency);
            }

            open.Remove(name);
            order.Add(name);
        }
    }
}
