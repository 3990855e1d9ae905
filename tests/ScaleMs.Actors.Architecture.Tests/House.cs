using Mono.Cecil;

namespace ScaleMs.Actors.Architecture.Tests;

/// <summary>The product as it was built: its projects, and the folders in them, with what they use of each other.</summary>
internal sealed class House
{
    private House(IReadOnlyList<AssemblyDefinition> assemblies)
    {
        Projects = [.. assemblies.Select(static assembly => ProjectOf(assembly.Name.Name)).Order(StringComparer.Ordinal)];
        Friends = assemblies.ToDictionary(
            static assembly => ProjectOf(assembly.Name.Name),
            static assembly => assembly.CustomAttributes
                .Where(static attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute")
                .Select(static attribute => (string)attribute.ConstructorArguments[0].Value)
                .ToArray());
        var rooms = assemblies
            .SelectMany(static assembly => assembly.MainModule.Types)
            .Where(static type => type.Namespace.StartsWith(Product, StringComparison.Ordinal))
            .ToDictionary(static type => type.FullName, Room.Of);
        Uses = assemblies
            .SelectMany(static assembly => assembly.MainModule.Types)
            .Where(type => rooms.ContainsKey(type.FullName))
            .SelectMany(type => References.Of(type).Select(TopLevel).Distinct().Where(rooms.ContainsKey).Select(used => (From: rooms[type.FullName], To: rooms[used])))
            .Where(static use => use.From != use.To)
            .GroupBy(static use => use)
            .ToDictionary(static uses => uses.Key, static uses => uses.Count());
    }

    private const string Product = "ScaleMs.Actors";

    /// <summary>The product beside these tests.</summary>
    public static House Built { get; } = Read(AppContext.BaseDirectory);

    /// <summary>The directory that these tests were built in.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The projects, without the product's name.</summary>
    public IReadOnlyList<string> Projects { get; }

    /// <summary>The assemblies that each project shows its internals to.</summary>
    public IReadOnlyDictionary<string, string[]> Friends { get; }

    /// <summary>How many types of a folder use how many of another: a count of pairs.</summary>
    public IReadOnlyDictionary<(Room From, Room To), int> Uses { get; }

    /// <summary>The projects that a project's code uses.</summary>
    public IEnumerable<string> UsedBy(string project) =>
        Uses.Keys.Where(use => use.From.Project == project && use.To.Project != project).Select(static use => use.To.Project).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The folders of a project that a folder of it uses.</summary>
    public IEnumerable<Room> UsedBy(Room room) => Uses.Keys.Where(use => use.From == room && use.To.Project == room.Project).Select(static use => use.To);

    /// <summary>Each circle of folders in a project once, as the shortest way round from the folder that comes first by name.</summary>
    public IEnumerable<IReadOnlyList<Room>> Circles() => Uses.Keys
        .Select(static use => use.From).Distinct().OrderBy(static room => room.ToString(), StringComparer.Ordinal)
        .Select(WayRound).OfType<IReadOnlyList<Room>>();

    private List<Room>? WayRound(Room start)
    {
        var from = new Dictionary<Room, Room>();
        var next = new Queue<Room>([start]);
        while (next.TryDequeue(out var room))
        {
            foreach (var used in UsedBy(room))
            {
                if (used == start)
                {
                    List<Room> way = [start];
                    for (var at = room; at != start; at = from[at])
                    {
                        way.Insert(1, at);
                    }

                    return way;
                }

                if (from.TryAdd(used, room))
                {
                    next.Enqueue(used);
                }
            }
        }

        return null;
    }

    private static House Read(string directory) => new([.. Directory.GetFiles(directory, "ScaleMs.Actors.*.dll").Append(Path.Combine(directory, "scalems.dll"))
        .Where(static path => !Path.GetFileName(path).Contains(".Tests", StringComparison.Ordinal))
        .Select(AssemblyDefinition.ReadAssembly)]);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ScaleMs.Actors.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException($"no ScaleMs.Actors.sln above {AppContext.BaseDirectory}");
        }

        return directory.FullName;
    }

    private static string ProjectOf(string assembly) => assembly == "scalems" ? "Node" : assembly[(Product.Length + 1)..];

    private static string TopLevel(TypeReference type) => type.DeclaringType is { } outer ? TopLevel(outer) : type.FullName;
}
