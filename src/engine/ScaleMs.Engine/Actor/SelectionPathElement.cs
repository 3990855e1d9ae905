namespace Akka.Actor;

/// <summary>A step of a selection.</summary>
public abstract class SelectionPathElement
{
    /// <summary>For the steps below.</summary>
    protected SelectionPathElement()
    {
    }
}

/// <summary>To the child of a name.</summary>
public class SelectChildName : SelectionPathElement
{
    /// <summary>Of a name.</summary>
    public SelectChildName(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Whether it is the same step.</summary>
    protected bool Equals(SelectChildName other) => Name == other.Name;
}

/// <summary>To all children whose names fit a pattern with * and ?.</summary>
public class SelectChildPattern : SelectionPathElement
{
    /// <summary>Of a pattern.</summary>
    public SelectChildPattern(string patternStr) => PatternStr = patternStr;

    /// <summary>The pattern.</summary>
    public string PatternStr { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildPattern other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => PatternStr.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => PatternStr;

    /// <summary>Whether it is the same step.</summary>
    protected bool Equals(SelectChildPattern other) => PatternStr == other.PatternStr;
}

/// <summary>To all descendants.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    /// <summary>An instance that all can share.</summary>
    public static readonly SelectChildRecursive Instance = new();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildRecursive;

    /// <inheritdoc/>
    public override int GetHashCode() => "**".GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "**";
}

/// <summary>One up.</summary>
public class SelectParent : SelectionPathElement
{
    /// <summary>An instance that all can share.</summary>
    public static readonly SelectParent Instance = new();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectParent;

    /// <inheritdoc/>
    public override int GetHashCode() => "..".GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "..";
}
