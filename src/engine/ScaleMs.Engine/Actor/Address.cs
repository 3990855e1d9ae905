using System.Globalization;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system is: protocol, system name and, when it can be reached from elsewhere, host and port.</summary>
public sealed partial class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    /// <summary>Orders addresses by protocol, system, host and port.</summary>
    public static readonly IComparer<Address> Comparer = Comparer<Address>.Create(Compare);

    /// <summary>The address that stands for every system.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    private string? _text;

    /// <summary>Makes an address; without a host it is local to one process.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    /// <summary>The host, or null when the address is local.</summary>
    public string? Host { get; }

    /// <summary>The port, or null when the address is local.</summary>
    public int? Port { get; }

    /// <summary>The actor system's name.</summary>
    public string System { get; }

    /// <summary>The protocol, such as <c>akka</c> or <c>akka.tcp</c>.</summary>
    public string Protocol { get; }

    /// <summary>Whether it means nothing outside its process.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>Whether it can be reached from other processes.</summary>
    public bool HasGlobalScope => !string.IsNullOrEmpty(Host);

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(Address? left, Address? right) => !(left == right);

    /// <summary>This address on another host.</summary>
    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    /// <summary>This address on another port.</summary>
    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>This address for another system.</summary>
    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    /// <summary>This address under another protocol.</summary>
    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    /// <inheritdoc/>
    public object Clone() => new Address(Protocol, System, Host, Port);

    /// <summary><c>system@host:port</c>.</summary>
    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    /// <inheritdoc/>
    public bool Equals(Address? other) => ReferenceEquals(this, other)
        || (other is not null && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public int CompareTo(Address? other) => Compare(this, other);

    int IComparable.CompareTo(object? obj) => obj is Address other
        ? Compare(this, other)
        : throw new ArgumentException($"Cannot compare [{obj}] with an [Address]", nameof(obj));

    /// <inheritdoc/>
    public override string ToString() => _text ??= Host is null
        ? $"{Protocol}://{System}"
        : string.Create(CultureInfo.InvariantCulture, $"{Protocol}://{System}@{Host}{(Port is { } port ? $":{port}" : "")}");

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) =>
        new AddressSurrogate { Host = Host, Port = Port, System = System, Protocol = Protocol };

    private static int Compare(Address? a, Address? b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }

        if (a is null || b is null)
        {
            return a is null ? -1 : 1;
        }

        var order = string.CompareOrdinal(a.Protocol, b.Protocol);
        order = order != 0 ? order : string.CompareOrdinal(a.System, b.System);
        order = order != 0 ? order : string.CompareOrdinal(a.Host, b.Host);
        return order != 0 ? order : Nullable.Compare(a.Port, b.Port);
    }

    /// <summary>The form of an address that a serializer writes.</summary>
    public sealed class AddressSurrogate : ISurrogate
    {
        /// <summary>The protocol.</summary>
        public string Protocol { get; set; } = "";

        /// <summary>The system.</summary>
        public string System { get; set; } = "";

        /// <summary>The host.</summary>
        public string? Host { get; set; }

        /// <summary>The port.</summary>
        public int? Port { get; set; }

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol, System, Host, Port);
    }
}
