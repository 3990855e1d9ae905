using Akka.Actor;

namespace Akka.Cluster;

/// <summary>An address together with the uid of the actor system behind it: a restarted process is a different node.</summary>
public class UniqueAddress : IComparable<UniqueAddress>, IEquatable<UniqueAddress>, IComparable
{
    public UniqueAddress(Address address, int uid)
    {
        Address = address;
        Uid = uid;
    }

    public Address Address { get; }

    public int Uid { get; }

    public bool Equals(UniqueAddress? other) =>
        other is not null && Uid == other.Uid && Address.Equals(other.Address);

    public override bool Equals(object? obj) => obj is UniqueAddress other && Equals(other);

    public override int GetHashCode() => Uid;

    public int CompareTo(UniqueAddress? uniqueAddress)
    {
        if (uniqueAddress is null)
        {
            return 1;
        }

        var byAddress = Member.AddressOrdering.Compare(Address, uniqueAddress.Address);
        return byAddress != 0 ? byAddress : Uid.CompareTo(uniqueAddress.Uid);
    }

    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        UniqueAddress other => CompareTo(other),
        _ => throw new ArgumentException($"Cannot compare a {nameof(UniqueAddress)} with a {obj.GetType()}.", nameof(obj)),
    };

    public override string ToString() => $"UniqueAddress: ({Address}, {Uid})";

    public static bool operator ==(UniqueAddress? left, UniqueAddress? right) => Equals(left, right);

    public static bool operator !=(UniqueAddress? left, UniqueAddress? right) => !Equals(left, right);
}
