using System.Reflection;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using ScaleMs.Actors.Contracts.Text;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>
/// Finds keys under <c>akka</c> that Akka.NET does not read. The known keys come from the reference configurations in the packages that
/// this assembly uses; in user-defined sections any key is accepted.
/// </summary>
public static class AkkaKeys
{
    private const string Root = "akka";

    /// <summary>Sections with user-defined keys.</summary>
    private static readonly string[] Free =
    [
        "akka.actor.deployment", "akka.actor.mailbox", "akka.actor.router.type-mapping",
        "akka.actor.serializers", "akka.actor.serialization-bindings", "akka.actor.serialization-identifiers", "akka.actor.serialization-settings",
        "akka.cluster.role", "akka.coordinated-shutdown.phases", "akka.remote.adapters",
    ];

    /// <summary>Keys that are read although no reference configuration lists them.</summary>
    private static readonly string[] Unlisted =
    [
        "akka.actor.default-fork-join-dispatcher.dedicated-thread-pool.deadlock-timeout",
        "akka.io.tcp.file-io-dispatcher", "akka.io.tcp.write-commands-queue-max-size",
        "akka.remote.dot-netty.tcp.enable-pooling", "akka.remote.dot-netty.tcp.log-transport", "akka.remote.dot-netty.tcp.ssl.certificate.flags",
    ];

    /// <summary>A user-defined section (a dispatcher, a mailbox, a transport and so on, named by another key) has one of these keys.</summary>
    private static readonly string[] Kinds = ["type", "executor", "mailbox-type", "transport-class", "lease-class", "class"];

    private static readonly Lazy<KeyTree> Known = new(Read);

    // Every dispatcher accepts the keys of any dispatcher.
    private static readonly Lazy<KeyTree> Dispatcher = new(static () =>
    {
        var all = new KeyTree();
        foreach (var section in Known.Value.SectionsWith("executor").ToArray())
        {
            all.Add(section);
        }

        return all;
    });

    /// <summary>Unknown keys, each with the nearest known key.</summary>
    public static IEnumerable<(string Path, string Nearest)> Unknown(Config config) =>
        config.HasPath(Root) && config.GetValue(Root) is var akka && akka.IsObject()
            ? Unknown(akka.GetObject(), Known.Value, Root).Select(static path => (path, NearestName.Of(path, Known.Value.Paths(Root))))
            : [];

    private static IEnumerable<string> Unknown(HoconObject section, KeyTree known, string path)
    {
        foreach (var (key, value) in section.Items)
        {
            var child = $"{path}.{key}";
            var found = known.Find(key) ?? (known.Find("executor") is null ? null : Dispatcher.Value.Find(key));
            if (found is null)
            {
                if (!IsOwn(value))
                {
                    yield return child;
                }
            }
            else if (value.IsObject() && !Free.Contains(child))
            {
                foreach (var unknown in Unknown(value.GetObject(), found, child))
                {
                    yield return unknown;
                }
            }
        }
    }

    private static bool IsOwn(HoconValue value) => value.IsObject() && Kinds.Any(value.GetObject().Items.ContainsKey);

    private static KeyTree Read()
    {
        var tree = new KeyTree();
        foreach (var resource in Packages().SelectMany(static package => package.GetManifestResourceNames().Where(IsReference).Select(name => ConfigurationFactory.FromResource(name, package))))
        {
            tree.Add(resource.Root.GetObject());
        }

        foreach (var path in Unlisted)
        {
            _ = path.Split('.').Aggregate(tree, static (section, key) => section.Child(key));
        }

        return tree.Child(Root);
    }

    private static bool IsReference(string resource) => resource.EndsWith(".conf", StringComparison.Ordinal);

    /// <summary>The Akka.NET packages that this assembly references, directly or indirectly.</summary>
    private static List<Assembly> Packages()
    {
        var packages = new List<Assembly>();
        var open = new Stack<Assembly>([typeof(AkkaKeys).Assembly]);
        while (open.TryPop(out var assembly))
        {
            foreach (var reference in assembly.GetReferencedAssemblies().Where(static name => name.Name is "Akka" || name.Name!.StartsWith("Akka.", StringComparison.Ordinal)))
            {
                var package = Assembly.Load(reference);
                if (!packages.Contains(package))
                {
                    packages.Add(package);
                    open.Push(package);
                }
            }
        }

        return packages;
    }
}
