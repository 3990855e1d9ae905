using Akka.Util;

namespace Akka.Actor;

/// <summary>
/// Where an actor is in its system's tree: an address, the names from the root, and the uid that tells one incarnation from the next.
/// Two paths are equal whatever their uids.
/// </summary>
public abstract partial class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    private readonly ActorPath? _parent;
    private readonly Address? _address;

    /// <summary>The path of a root.</summary>
    protected ActorPath(Address address, string name)
    {
        _address = address;
        Name = name;
        Uid = ActorCell.UndefinedUid;
    }

    /// <summary>The path of a child.</summary>
    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parent = parentPath;
        Name = name;
        Uid = uid;
    }

    /// <summary>The name, the last part of the path.</summary>
    public string Name { get; }

    /// <summary>The incarnation, or 0.</summary>
    public long Uid { get; }

    /// <summary>How many names there are from the root.</summary>
    public int Depth
    {
        get
        {
            var depth = 0;
            for (var path = this; path._parent is { } parent; path = parent)
            {
                depth++;
            }

            return depth;
        }
    }

    /// <summary>The path one up; the root is its own parent.</summary>
    public ActorPath Parent => _parent ?? this;

    /// <summary>The top of the tree.</summary>
    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path._parent is { } parent)
            {
                path = parent;
            }

            return path;
        }
    }

    /// <summary>The address of the root.</summary>
    public Address Address => Root._address!;

    /// <summary>The names from the root down.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            var path = this;
            for (var i = names.Length - 1; i >= 0; i--, path = path._parent!)
            {
                names[i] = path.Name;
            }

            return names;
        }
    }

    /// <summary>The names from the root down, the last one with its uid.</summary>
    internal IReadOnlyList<string> ElementsWithUid()
    {
        var names = (string[])Elements;
        if (Uid != ActorCell.UndefinedUid && names.Length > 0)
        {
            names[^1] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}#{Uid}");
        }

        return names;
    }

    /// <summary>Whether two paths are the same, whatever their uids.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two paths differ.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !(left == right);

    /// <summary>The path of a child; the name may carry a uid after a hash sign.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        var (childName, uid) = ActorCell.SplitNameAndUid(name);
        return new ChildActorPath(path, childName, uid);
    }

    /// <summary>The path of a descendant; empty names are left out.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name)
    {
        foreach (var element in name)
        {
            if (!string.IsNullOrEmpty(element))
            {
                path /= element;
            }
        }

        return path;
    }

    /// <summary>The path of a child; the name may carry a uid after a hash sign.</summary>
    public ActorPath Child(string childName) => this / childName;

    /// <summary>The ancestor at a depth, or, when negative, that many levels up.</summary>
    public ActorPath ParentOf(int depth)
    {
        var path = this;
        for (var levels = depth >= 0 ? Depth - depth : -depth; levels > 0 && path._parent is { } parent; levels--)
        {
            path = parent;
        }

        return path;
    }

    /// <summary>This path as that of another incarnation.</summary>
    public ActorPath WithUid(long uid)
    {
        if (_parent is null)
        {
            return uid == ActorCell.UndefinedUid ? this : throw new NotSupportedException("A root path has no uid");
        }

        return uid == Uid ? this : new ChildActorPath(_parent, Name, uid);
    }

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        var a = this;
        var b = other;
        while (true)
        {
            if (ReferenceEquals(a, b))
            {
                return true;
            }

            if (b is null || a.Name != b.Name)
            {
                return false;
            }

            if (a._parent is null || b._parent is null)
            {
                return a._parent is null && b._parent is null && a._address!.Equals(b._address);
            }

            a = a._parent;
            b = b._parent;
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        var path = this;
        for (; path._parent is { } parent; path = parent)
        {
            hash.Add(path.Name);
        }

        hash.Add(path._address);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        var mine = Elements;
        var theirs = other.Elements;
        for (var i = 0; i < Math.Min(mine.Count, theirs.Count); i++)
        {
            var order = string.CompareOrdinal(mine[i], theirs[i]);
            if (order != 0)
            {
                return order;
            }
        }

        var lengths = mine.Count.CompareTo(theirs.Count);
        return lengths != 0 ? lengths : Address.CompareTo(other.Address);
    }

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    /// <summary>The form of a path that a serializer writes.</summary>
    public sealed class Surrogate : ISurrogate, IEquatable<Surrogate>, IEquatable<ActorPath>
    {
        /// <summary>Keeps the text of a path.</summary>
        public Surrogate(string path) => Path = path;

        /// <summary>The path with its uid.</summary>
        public string Path { get; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Parse(Path);

        /// <inheritdoc/>
        public bool Equals(Surrogate? other) => other is not null && Path == other.Path;

        /// <inheritdoc/>
        public bool Equals(ActorPath? other) => other is not null && Equals(other.ToSurrogate(null!) as Surrogate);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Surrogate other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);
    }
}
