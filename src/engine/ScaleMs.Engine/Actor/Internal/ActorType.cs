using System.Collections.Concurrent;
using System.Reflection;

namespace Akka.Actor.Internal;

/// <summary>What the engine needs to know of an actor class, found once.</summary>
internal sealed class ActorType
{
    private static readonly ConcurrentDictionary<Type, ActorType> All = new();

    private ActorType(Type type)
    {
        var around = type.GetMethod("AroundReceive", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Receive), typeof(object)]);
        OverridesAroundReceive = around?.DeclaringType != typeof(ActorBase);
        HasStash = typeof(IActorStash).IsAssignableFrom(type);
        HasTimers = typeof(IWithTimers).IsAssignableFrom(type);
        LogsReceive = typeof(ILogReceive).IsAssignableFrom(type);
    }

    public bool OverridesAroundReceive { get; }

    public bool HasStash { get; }

    public bool HasTimers { get; }

    public bool LogsReceive { get; }

    public static ActorType Of(Type type) => All.TryGetValue(type, out var known) ? known : All.GetOrAdd(type, static t => new ActorType(t));
}
