using Akka.Configuration.Hocon;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>Keys without their values.</summary>
internal sealed class KeyTree
{
    private readonly SortedDictionary<string, KeyTree> _children = new(StringComparer.Ordinal);

    public KeyTree? Find(string key) => _children.GetValueOrDefault(key);

    /// <summary>The subtree of a key, which is added if missing.</summary>
    public KeyTree Child(string key) => _children.TryGetValue(key, out var child) ? child : _children[key] = new KeyTree();

    /// <summary>Adds the keys of a section.</summary>
    public void Add(HoconObject section)
    {
        foreach (var (key, value) in section.Items)
        {
            var child = Child(key);
            if (value.IsObject())
            {
                child.Add(value.GetObject());
            }
        }
    }

    /// <summary>Adds all keys of another tree.</summary>
    public void Add(KeyTree other)
    {
        foreach (var (key, child) in other._children)
        {
            Child(key).Add(child);
        }
    }

    /// <summary>Every section with the key: this one, and those within it.</summary>
    public IEnumerable<KeyTree> SectionsWith(string key)
    {
        var below = _children.Values.SelectMany(child => child.SectionsWith(key));
        return _children.ContainsKey(key) ? below.Prepend(this) : below;
    }

    /// <summary>The path of each key.</summary>
    public IEnumerable<string> Paths(string parent) => _children.SelectMany(child =>
    {
        var path = $"{parent}.{child.Key}";
        return child.Value.Paths(path).Prepend(path);
    });
}
