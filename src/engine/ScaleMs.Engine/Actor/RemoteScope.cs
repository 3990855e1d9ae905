namespace Akka.Actor;

/// <summary>In another actor system.</summary>
public class RemoteScope : Scope, IEquatable<RemoteScope>
{
    /// <summary>At an address.</summary>
    public RemoteScope(Address address) => Address = address;

    /// <summary>For deserialization.</summary>
    protected RemoteScope() => Address = Address.AllSystems;

    /// <summary>Where.</summary>
    public Address Address { get; set; }

    /// <inheritdoc/>
    public bool Equals(RemoteScope? other) => other is not null && Equals(Address, other.Address);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RemoteScope remote && Equals(remote);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    internal override bool SaysTheSame(Scope other) => Equals(Address, ((RemoteScope)other).Address);

    /// <inheritdoc/>
    public override Scope WithFallback(Scope other) => this;

    /// <inheritdoc/>
    public override Scope Copy() => new RemoteScope(Address);
}
