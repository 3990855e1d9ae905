using Akka.Util;

namespace Akka.Actor;

/// <summary>Drops what it is sent, without a dead letter.</summary>
internal sealed class IgnoreActorRef : MinimalActorRef
{
    private const string SystemName = "local";
    private const string ActorName = "ignore";
    private static readonly RootActorPath IgnorePath = new(new Address("akka", SystemName), ActorName);
    private readonly IActorRefProvider _provider;

    public IgnoreActorRef(IActorRefProvider provider) => _provider = provider;

    public override ActorPath Path => IgnorePath;

    public override IActorRefProvider Provider => _provider;

    public static bool IsIgnoreRefPath(ActorPath path) => path.Equals(IgnorePath);

    public static bool IsIgnoreRefPath(string path) => path == IgnorePath.ToString();

    public override ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(IgnorePath.ToString());
}
