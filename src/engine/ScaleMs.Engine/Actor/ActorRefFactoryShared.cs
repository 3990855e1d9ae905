namespace Akka.Actor;

/// <summary>Makes selections.</summary>
public static class ActorRefFactoryShared
{
    /// <summary>The actors at a full path.</summary>
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) => new(
        ((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address),
        actorPath.Elements);

    /// <summary>The actors at a path: full, from the root when it starts with a slash, else from an actor.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        if (ActorPath.TryParseAddress(path, out var address, out var names))
        {
            return new ActorSelection(provider.RootGuardianAt(address), names.ToString());
        }

        if (path.StartsWith('/'))
        {
            return new ActorSelection(provider.RootGuardian, path);
        }

        return new ActorSelection(lookupRoot, path);
    }

    /// <summary>The actors at a path that starts at an actor.</summary>
    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path);
}
