using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>One node of the cluster as the gossip knows it. Equality is by <see cref="UniqueAddress"/> alone.</summary>
public partial class Member : IComparable<Member>, IComparable
{
    /// <summary>The up-number of a member that has not been Up yet: younger than all that have.</summary>
    internal const int NotYetUp = int.MaxValue;

    private Member(UniqueAddress uniqueAddress, int upNumber, MemberStatus status, ImmutableHashSet<string> roles, AppVersion appVersion)
    {
        UniqueAddress = uniqueAddress;
        UpNumber = upNumber;
        Status = status;
        Roles = roles;
        AppVersion = appVersion;
    }

    public UniqueAddress UniqueAddress { get; }

    public Address Address => UniqueAddress.Address;

    public MemberStatus Status { get; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    internal int UpNumber { get; }

    internal static Member Create(
        UniqueAddress uniqueAddress, int upNumber, MemberStatus status, ImmutableHashSet<string> roles, AppVersion appVersion) =>
        new(uniqueAddress, upNumber, status, roles, appVersion);

    internal static Member Joining(UniqueAddress uniqueAddress, ImmutableHashSet<string> roles, AppVersion appVersion) =>
        new(uniqueAddress, NotYetUp, MemberStatus.Joining, roles, appVersion);

    public bool HasRole(string role) => Roles.Contains(role);

    public bool IsOlderThan(Member other) =>
        UpNumber == other.UpNumber ? AddressOrdering.Compare(Address, other.Address) < 0 : UpNumber < other.UpNumber;

    /// <exception cref="InvalidOperationException">The step from the current status is not a legal one.</exception>
    public Member Copy(MemberStatus status)
    {
        if (status == Status)
        {
            return this;
        }

        if (!Status.MayBecome(status))
        {
            throw new InvalidOperationException($"Invalid member status transition {Status} -> {status}");
        }

        return new Member(UniqueAddress, UpNumber, status, Roles, AppVersion);
    }

    public Member CopyUp(int upNumber) =>
        new Member(UniqueAddress, upNumber, Status, Roles, AppVersion).Copy(MemberStatus.Up);

    public override bool Equals(object? obj) => obj is Member other && UniqueAddress.Equals(other.UniqueAddress);

    public override int GetHashCode() => UniqueAddress.GetHashCode();

    public override string ToString()
    {
        var upNumber = UpNumber == NotYetUp ? "" : $", upNumber={UpNumber}";
        return $"Member(address = {Address}, Uid={UniqueAddress.Uid}, status = {Status}, role=[{string.Join(",", Roles)}]{upNumber}, version={AppVersion})";
    }
}
