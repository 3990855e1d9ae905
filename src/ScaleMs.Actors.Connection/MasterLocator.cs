using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Connection;

/// <summary>Locates the master's gate. No other class does.</summary>
public sealed class MasterLocator
{
    private const string SystemName = "scalems";
    private const int DefaultPort = 4053;

    private readonly ImmutableArray<ActorSelection> _gates;
    private readonly ImmutableArray<string> _names;
    private int _turn = -1;

    private MasterLocator(ImmutableArray<ActorSelection> gates, ImmutableArray<string> names) => (_gates, _names) = (gates, names);

    /// <summary>The master is in the same actor system.</summary>
    public static MasterLocator Local(ActorSystem system) => new([system.ActorSelection($"/user/{Cpi.GateName}")], ["this process"]);

    /// <summary>The master is at one of these addresses.</summary>
    /// <param name="system">The caller's own system, whose transport is used to reach the master.</param>
    /// <param name="contacts"><c>HOST:PORT</c>, one or more.</param>
    /// <exception cref="InvalidConfigurationException">A contact is malformed, its host is unknown, or there are no contacts.</exception>
    public static MasterLocator At(ActorSystem system, IEnumerable<string> contacts)
    {
        var protocol = ((ExtendedActorSystem)system).Provider.DefaultAddress.Protocol;
        var names = contacts.ToImmutableArray();
        var gates = names.Select(contact => system.ActorSelection($"{AddressOf(protocol, contact)}/user/{Cpi.GateName}")).ToImmutableArray();
        return gates.IsEmpty
            ? throw new InvalidConfigurationException("scalems.client.contact is empty; give at least one HOST:PORT of a master")
            : new MasterLocator(gates, names);
    }

    /// <summary>Sends to the gate; with several addresses, each call uses the next one, so repeated calls reach them all.</summary>
    public void Tell(object message, IActorRef sender) =>
        _gates[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_gates.Length)].Tell(message, sender);

    /// <summary>Number of addresses.</summary>
    public int Count => _names.Length;

    /// <summary>The addresses, for messages.</summary>
    public override string ToString() => string.Join(", ", _names);

    /// <summary>The parts of <c>HOST:PORT</c>; null = malformed.</summary>
    public static (string Host, int Port)? Parse(string contact)
    {
        var colon = contact.LastIndexOf(':');
        return colon > 0 && !IsBareIPv6(contact[..colon]) && ushort.TryParse(contact.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (contact[..colon], port)
            : null;
    }

    /// <summary>What is expected instead of a malformed contact.</summary>
    public static string Expected(string contact) =>
        IPAddress.TryParse(contact, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"an IPv6 address must be in brackets before the port, such as [{contact.Trim('[', ']')}]:{DefaultPort}"
        : IsBareIPv6(contact) ? $"an IPv6 address must be in brackets before the port, such as [::1]:{DefaultPort}"
        : $"HOST:PORT is expected, such as 10.0.0.1:{DefaultPort}";

    /// <summary>True if it is ambiguous which colon separates the port.</summary>
    private static bool IsBareIPv6(string host) => host.Contains(':', StringComparison.Ordinal) && host is not ['[', .., ']'];

    private static Address AddressOf(string protocol, string contact) =>
        Parse(contact) is not var (host, port) ? throw new InvalidConfigurationException($"'{contact}': {Expected(contact)}")
        : HostName.Problem(host) is { } problem ? throw new InvalidConfigurationException(problem)
        : new Address(protocol, SystemName, HostName.Canonical(host), port);
}
