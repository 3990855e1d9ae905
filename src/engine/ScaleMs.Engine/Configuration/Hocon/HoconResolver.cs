namespace Akka.Configuration.Hocon;

/// <summary>
/// Puts values in for substitutions. A value is resolved on its own level first (what it is), its children later; so a key may
/// refer to a sibling inside an object that itself is still being put together.
/// </summary>
internal sealed class HoconResolver
{
    private readonly HoconValue _root;
    private readonly List<HoconSubstitution> _unresolved = [];
    private readonly Dictionary<object, int> _heights = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    private HoconResolver(HoconValue root) => _root = root;

    /// <summary>Resolves in place; returns the substitutions for which the tree has no value.</summary>
    public static List<HoconSubstitution> Run(HoconValue root)
    {
        var resolver = new HoconResolver(root);
        resolver.Walk(root, 0);
        return resolver._unresolved;
    }

    private int Walk(HoconValue value, int depth)
    {
        Resolve(value);
        var height = 0;
        foreach (var element in value.Values)
        {
            height = Math.Max(height, element is HoconObject or HoconArray ? WalkContainer(element, depth + 1) : 0);
        }

        return height;
    }

    private int WalkContainer(IHoconElement container, int depth)
    {
        if (!_heights.TryGetValue(container, out var height))
        {
            if (depth > Parser.MaxDepth)
            {
                throw TooDeep();
            }

            if (!_open.Add(container))
            {
                throw new ConfigurationException("a substitution puts a value inside itself");
            }

            height = 1 + (container is HoconObject item ? WalkItems(item, depth) : WalkItems((HoconArray)container, depth));
            _open.Remove(container);
            _heights[container] = height;
        }

        return depth + height <= Parser.MaxDepth + 1 ? height : throw TooDeep();
    }

    private int WalkItems(HoconObject owner, int depth)
    {
        var height = 0;
        foreach (var (key, value) in owner.Items.ToArray())
        {
            height = Math.Max(height, Walk(value, depth));
            if (value.Values.Count == 0)
            {
                owner.Items.Remove(key);
            }
        }

        return height;
    }

    private int WalkItems(HoconArray owner, int depth)
    {
        var height = 0;
        foreach (var value in owner)
        {
            height = Math.Max(height, Walk(value, depth));
        }

        owner.RemoveAll(static value => value.Values.Count == 0);
        return height;
    }

    private bool Resolve(HoconValue value)
    {
        if (value.Resolution == HoconResolution.Done)
        {
            return true;
        }

        if (!value.HasSubstitution && value.Prior is null)
        {
            value.Resolution = HoconResolution.Done;
            return true;
        }

        if (++_depth > Parser.MaxDepth)
        {
            throw TooDeep();
        }

        value.Resolution = HoconResolution.InProgress;
        var elements = Elements(value);
        var known = elements is not null && (value.Prior is null || Resolve(value.Prior));
        value.Resolution = known ? HoconResolution.Done : HoconResolution.None;
        if (known)
        {
            Settle(value, elements!);
        }

        _depth--;
        return known;
    }

    private List<IHoconElement>? Elements(HoconValue value)
    {
        var elements = new List<IHoconElement>(value.Values.Count);
        var known = true;
        foreach (var element in value.Values)
        {
            if (element is not HoconSubstitution substitution)
            {
                elements.Add(element);
            }
            else if (Find(substitution, value) is { } target)
            {
                substitution.ResolvedValue = target;
                elements.AddRange(target.Values);
            }
            else if (!substitution.IsOptional)
            {
                known = false;
                _unresolved.Add(substitution);
            }
        }

        return known ? elements : null;
    }

    private static void Settle(HoconValue value, List<IHoconElement> elements)
    {
        var prior = value.Prior;
        value.Prior = null;
        value.Values.Clear();
        if (elements.Count == 0)
        {
            value.Values.AddRange(prior?.Values ?? []);
            return;
        }

        var joined = HoconConcatenation.Join(elements);
        value.Values.Add(joined is HoconObject top && prior?.GetObject() is { } below ? HoconMerge.Over(top, below) : joined);
    }

    private HoconValue? Find(HoconSubstitution substitution, HoconValue from)
    {
        if (substitution.IsSelf)
        {
            return from.Prior is { } earlier && Resolve(earlier) && earlier.Values.Count > 0 ? earlier : null;
        }

        foreach (var path in substitution.Candidates())
        {
            if (Find(path, substitution, from) is { } value)
            {
                return value;
            }
        }

        return Environment.GetEnvironmentVariable(substitution.Path) is { } text
            ? new HoconValue([new HoconLiteral { Value = text }]) { Resolution = HoconResolution.Done }
            : null;
    }

    private HoconValue? Find(string path, HoconSubstitution substitution, HoconValue from)
    {
        HoconValue? value = _root;
        foreach (var key in HoconPath.Split(path))
        {
            if (value.GetObject()?.GetKey(key) is not { } found)
            {
                return null;
            }

            value = Settled(found, substitution, from);
            if (value is null)
            {
                return null;
            }
        }

        return value;
    }

    // A key that is being resolved means, to a substitution inside it, what the key was assigned before.
    private HoconValue? Settled(HoconValue value, HoconSubstitution substitution, HoconValue from)
    {
        var current = value;
        while (current is { Resolution: HoconResolution.InProgress })
        {
            if (current.Prior is null && !ReferenceEquals(current, from) && !substitution.IsOptional)
            {
                throw new ConfigurationException($"{substitution}{substitution.Position} leads back to itself");
            }

            current = current.Prior;
        }

        return current is not null && Resolve(current) && current.Values.Count > 0 ? current : null;
    }

    private static ConfigurationException TooDeep() =>
        new($"nested more than {Parser.MaxDepth} levels deep");
}
