namespace Akka;

/// <summary>A value that nobody uses.</summary>
public sealed class NotUsed : IEquatable<NotUsed>, IComparable<NotUsed>
{
    /// <summary>The only instance.</summary>
    public static readonly NotUsed Instance = new();

    private NotUsed()
    {
    }

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NotUsed;

    /// <inheritdoc/>
    public override string ToString() => "()";

    /// <inheritdoc/>
    public bool Equals(NotUsed? other) => other is not null;

    /// <inheritdoc/>
    public int CompareTo(NotUsed? other) => 0;
}
