namespace Akka.Actor;

/// <summary>Where an actor is deployed.</summary>
#pragma warning disable CA1067 // Akka.NET's has no Equals(object) either.
public abstract class Scope : IEquatable<Scope>
#pragma warning restore CA1067
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
    public virtual bool Equals(Scope? other) => other is not null && other.GetType() == GetType() && SaysTheSame(other);

    internal virtual bool SaysTheSame(Scope other) => true;
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
