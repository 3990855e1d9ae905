using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Routing;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Knows what the configuration says about the deployment of actors below <c>/user</c>.</summary>
public class Deployer
{
    /// <summary>What holds for every deployment.</summary>
    protected readonly Config Default;

    private readonly Settings _settings;
    private ImmutableDictionary<string, Deploy> _exact = ImmutableDictionary<string, Deploy>.Empty;
    private ImmutableList<(string[] Pattern, Deploy Deploy)> _wildcards = [];

    /// <summary>Reads a system's settings.</summary>
    public Deployer(Settings settings)
    {
        _settings = settings;
        var section = settings.Config.GetConfig("akka.actor.deployment");
        Default = section?.GetConfig("default") ?? Config.Empty;
        if (section is null || section.IsEmpty)
        {
            return;
        }

        foreach (var (key, value) in section.AsEnumerable())
        {
            if (key == "default" || !value.IsObject())
            {
                continue;
            }

            // A remote provider's deployer overrides the parsing; it only looks at what is given.
#pragma warning disable CA2214
            var deploy = ParseConfig(key, section.GetConfig(Quoted(key)).WithFallback(Default));
#pragma warning restore CA2214
            if (deploy is not null)
            {
                SetDeploy(deploy);
            }
        }
    }

    internal bool IsEmpty => _exact.IsEmpty && _wildcards.IsEmpty;

    /// <summary>The deployment of a path, or null.</summary>
    public Deploy? Lookup(ActorPath path)
    {
        var elements = path.Elements;
        return elements.Count < 2 || elements[0] != "user" ? null : Lookup(elements.Skip(1));
    }

    /// <summary>The deployment of a path below <c>/user</c>, or null.</summary>
    public Deploy? Lookup(IEnumerable<string> path)
    {
        if (_exact.IsEmpty && _wildcards.IsEmpty)
        {
            return null;
        }

        var elements = path.ToArray();
        if (_exact.TryGetValue("/" + string.Join('/', elements), out var exact))
        {
            return exact;
        }

        foreach (var (pattern, deploy) in _wildcards)
        {
            if (Matches(pattern, elements))
            {
                return deploy;
            }
        }

        return null;
    }

    /// <summary>Adds or replaces a deployment.</summary>
    public void SetDeploy(Deploy deploy)
    {
        var elements = deploy.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var element in elements)
        {
            if (!ActorPath.IsValidPathElement(element))
            {
                throw new IllegalActorNameException(
                    $"Illegal actor name [{element}] in deployment [{deploy.Path}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: {ActorPath.ValidSymbols}.");
            }
        }

        if (elements.Any(element => element.Contains('*', StringComparison.Ordinal)))
        {
            ImmutableInterlocked.Update(ref _wildcards, (all, added) => all.Add(added), (elements, deploy));
        }
        else
        {
            ImmutableInterlocked.Update(ref _exact, (all, added) => all.SetItem("/" + string.Join('/', elements), added), deploy);
        }
    }

    /// <summary>Reads one deployment.</summary>
    public virtual Deploy? ParseConfig(string key, Config config)
    {
        var stash = config.GetInt("stash-capacity", Deploy.NoStashSize);
        return new Deploy(
            key,
            config,
            RouterFor(key, config.GetString("router", "from-code"), config),
            NoScopeGiven.Instance,
            config.GetString("dispatcher", Deploy.NoDispatcherGiven),
            config.GetString("mailbox", Deploy.NoMailboxGiven),
            stash);
    }

    private static string Quoted(string key) => "\"" + key + "\"";

    private static bool Matches(string[] pattern, string[] path)
    {
        if (pattern is [.., "**"])
        {
            return path.Length >= pattern.Length && Matches(pattern[..^1], path[..(pattern.Length - 1)]);
        }

        if (pattern.Length != path.Length)
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != "*" && pattern[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }

    private RouterConfig RouterFor(string key, string routerType, Config config)
    {
        if (routerType == "from-code")
        {
            return NoRouter.Instance;
        }

        var path = $"akka.actor.router.type-mapping.{routerType}";
        var typeName = _settings.Config.GetString(path);
        var type = EngineTypes.Resolve(string.IsNullOrEmpty(typeName) ? routerType : typeName)
            ?? throw new ConfigurationException($"Could not find type mapping for router alias [{routerType}] of deployment [{key}]");
        return (RouterConfig)Activator.CreateInstance(type, config)!;
    }
}
