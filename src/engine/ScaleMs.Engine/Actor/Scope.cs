namespace Akka.Actor;

/// <summary>Where an actor is deployed.</summary>
public abstract class Scope : IEquatable<Scope>
{
    /// <summary>In this process.</summary>
    public static readonly LocalScope Local = LocalScope.Instance;

    /// <summary>For derived classes.</summary>
    protected Scope()
    {
    }

    /// <summary>This one, unless it says nothing.</summary>
    public abstract Scope WithFallback(Scope other);

    /// <summary>A copy.</summary>
    public abstract Scope Copy();

    /// <summary>Whether both say the same.</summary>
    public virtual bool Equals(Scope? other) => other is not null && other.GetType() == GetType();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => GetType().GetHashCode();
}

/// <summary>Says nothing.</summary>
internal sealed class NoScopeGiven : Scope
{
    private NoScopeGiven()
    {
    }

    public static NoScopeGiven Instance { get; } = new();

    public override Scope WithFallback(Scope other) => other;

    public override Scope Copy() => this;

    public override bool Equals(object? obj) => obj is NoScopeGiven;

    public override int GetHashCode() => 0;
}
