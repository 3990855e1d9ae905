namespace Akka.Actor;

/// <summary>A ref to an actor of this process.</summary>
public abstract class ActorRefWithCell : InternalActorRefBase
{
    /// <summary>For derived classes.</summary>
    protected ActorRefWithCell()
    {
    }

    /// <summary>The cell behind the ref.</summary>
    public abstract ICell Underlying { get; }

    /// <summary>The actor's children.</summary>
    public abstract IEnumerable<IActorRef> Children { get; }

    /// <summary>The child of a name, which may carry a uid, or nobody.</summary>
    public abstract IInternalActorRef GetSingleChild(string name);

    private protected IActorRef Descend(IReadOnlyList<string> names)
    {
        IInternalActorRef current = this;
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            switch (name)
            {
                case "":
                    continue;
                case "..":
                    current = current.Parent;
                    break;
                default:
                    if (current is not ActorRefWithCell withCell)
                    {
                        return current.GetChild(Rest(names, i));
                    }

                    current = withCell.GetSingleChild(name);
                    break;
            }

            if (current is Nobody)
            {
                return current;
            }
        }

        return current;
    }

    private static string[] Rest(IReadOnlyList<string> names, int from)
    {
        var rest = new string[names.Count - from];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = names[from + i];
        }

        return rest;
    }
}
