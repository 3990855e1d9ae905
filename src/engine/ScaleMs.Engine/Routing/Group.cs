using Akka.Actor;

namespace Akka.Routing;

/// <summary>A router whose routees exist already, at given paths.</summary>
public abstract class Group : RouterConfig, IEquatable<Group>
{
    protected readonly string[] InternalPaths;

    protected Group(IEnumerable<string>? paths, string? routerDispatcher) : base(routerDispatcher) => InternalPaths = paths?.ToArray() ?? [];

    public abstract IEnumerable<string> GetPaths(ActorSystem system);

    public Props Props() => Actor.Props.Empty.WithRouter(this);

    public override ActorBase CreateRouterActor() => new RouterActor();

    public bool Equals(Group? other) => Equals((object?)other);

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (IsAlike(obj) && obj is Group other && InternalPaths.AsSpan().SequenceEqual(other.InternalPaths));

    public override int GetHashCode() => HashCode.Combine(GetType(), InternalPaths.Length, InternalPaths.FirstOrDefault());

    internal virtual Routee RouteeFor(string path, ActorCell router) => new ActorSelectionRoutee(router.ActorSelection(path));
}
