using System.Security.Cryptography;
using Akka.Actor;

namespace Akka.Remote;

/// <summary>Tells this run of an actor system from every other on the same address.</summary>
public class AddressUid : IExtension
{
#pragma warning disable CA1051 // a public field is part of the public API
    public readonly int Uid = RandomNumberGenerator.GetInt32(1, int.MaxValue);
#pragma warning restore CA1051
}
