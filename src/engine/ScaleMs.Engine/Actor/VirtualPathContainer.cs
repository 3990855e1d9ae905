using System.Collections.Concurrent;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A place in the tree whose children are refs without a supervisor, such as those that wait for an answer.</summary>
internal sealed class VirtualPathContainer : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new();
    private readonly IActorRefProvider _provider;
    private readonly IInternalActorRef _parent;

    public VirtualPathContainer(IActorRefProvider provider, ActorPath path, IInternalActorRef parent, ILoggingAdapter? log)
    {
        _provider = provider;
        Path = path;
        _parent = parent;
        Log = log;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider => _provider;

    public override IInternalActorRef Parent => _parent;

    public ILoggingAdapter? Log { get; }

    public bool HasChildren => !_children.IsEmpty;

    internal int Count => _children.Count;

    public void AddChild(string name, IInternalActorRef actor) => _children[name] = actor;

    public void RemoveChild(string name) => _children.TryRemove(name, out _);

    public bool TryGetChild(string name, out IInternalActorRef? child) => _children.TryGetValue(name, out child);

    public void ForEachChild(Action<IInternalActorRef> action)
    {
        foreach (var child in _children.Values)
        {
            action(child);
        }
    }

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        // A name below the container may itself hold slashes (remote deployment keeps whole paths here), so the longest match wins.
        if (name.Count == 0 || (name.Count == 1 && name[0].Length == 0))
        {
            return this;
        }

        for (var length = name.Count; length > 0; length--)
        {
            if (_children.TryGetValue(string.Join('/', name.Take(length)), out var child))
            {
                return length == name.Count ? child : child.GetChild(name.Skip(length).ToArray());
            }
        }

        return ActorRefs.Nobody;
    }
}
