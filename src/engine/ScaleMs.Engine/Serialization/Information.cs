using Akka.Actor;

namespace Akka.Serialization;

/// <summary>The address and system under which actor refs are written while a message is serialized.</summary>
public sealed class Information : IEquatable<Information>
{
    public Information(Address? address, ActorSystem system)
    {
        Address = address;
        System = system;
    }

    public Address? Address { get; }

    public ActorSystem System { get; }

    public bool Equals(Information? other) =>
        other is not null && (ReferenceEquals(this, other) || (Equals(Address, other.Address) && Equals(System, other.System)));

    public override bool Equals(object? obj) => Equals(obj as Information);

    public override int GetHashCode() => HashCode.Combine(Address, System);

    public static bool operator ==(Information? left, Information? right) => Equals(left, right);

    public static bool operator !=(Information? left, Information? right) => !Equals(left, right);
}
