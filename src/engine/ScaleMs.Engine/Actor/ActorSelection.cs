using Akka.Util;

namespace Akka.Actor;

/// <summary>All actors at a path, whichever they are when a message comes by.</summary>
public class ActorSelection : ICanTell
{
    /// <summary>Nobody.</summary>
    public ActorSelection()
    {
        Anchor = ActorRefs.Nobody;
        Path = [];
    }

    /// <summary>From an actor.</summary>
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>From an actor.</summary>
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path == "" ? [] : path.Split('/'))
    {
    }

    /// <summary>From an actor.</summary>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        var path = new List<SelectionPathElement>();
        foreach (var element in elements)
        {
            if (element.Length > 0)
            {
                path.Add(Element(element));
            }
        }

        Path = [.. path];
    }

    /// <summary>Where the path starts.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The steps from there.</summary>
    public SelectionPathElement[] Path { get; }

    /// <summary>The steps as text.</summary>
    public string PathString => "/" + string.Join('/', Path.Select(element => element.ToString()));

    /// <summary>Sends a message to all of them.</summary>
    public void Tell(object message, IActorRef? sender = null)
    {
        sender ??= ActorCell.GetCurrentSelfOrNoSender();
        DeliverSelection((IInternalActorRef)Anchor, sender, new ActorSelectionMessage(message, Path));
    }

    /// <summary>The ref of one of them.</summary>
    /// <exception cref="ActorNotFoundException">None answered in time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The ref of one of them.</summary>
    /// <exception cref="ActorNotFoundException">None answered in time.</exception>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(Guid.NewGuid()), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"subject was null for selection {this}");
        }
        catch (Exception e) when (e is not ActorNotFoundException)
        {
            throw new ActorNotFoundException($"Exception occurred while resolving ActorSelection {this}", e);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorSelection other && obj.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Anchor, Path.Length);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = $"ActorSelection[Anchor({Anchor.Path}";
        return Anchor.Path.Uid == ActorCell.UndefinedUid ? $"{text}), Path({PathString})]" : $"{text}#{Anchor.Path.Uid}), Path({PathString})]";
    }

    /// <summary>Whether both select the same.</summary>
    protected bool Equals(ActorSelection other) =>
        other is not null && Equals(Anchor, other.Anchor) && Path.AsSpan().SequenceEqual(other.Path);

    /// <summary>Walks down from an actor as far as it is of this process, then passes on.</summary>
    internal static void DeliverSelection(IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        if (selection.Elements.Length == 0)
        {
            anchor.Tell(selection.Message, sender);
            return;
        }

        var current = anchor;
        for (var i = 0; i < selection.Elements.Length; i++)
        {
            if (current is not ActorRefWithCell withCell)
            {
                // Another system, or a container of refs: it walks on itself.
                if (current is VirtualPathContainer container)
                {
                    DeliverInContainer(container, sender, selection, i);
                }
                else
                {
                    current.Tell(selection.Copy(elements: selection.Elements[i..]), sender);
                }

                return;
            }

            switch (selection.Elements[i])
            {
                case SelectParent:
                    current = current.Parent;
                    break;
                case SelectChildName { Name: var name }:
                    var child = withCell.GetSingleChild(name);
                    if (child is Nobody)
                    {
                        if (!selection.WildCardFanOut)
                        {
                            EmptyRef(current, selection.Elements[i..]).Tell(selection, sender);
                        }

                        return;
                    }

                    current = child;
                    break;
                case SelectChildPattern pattern:
                    DeliverToMatching(withCell, pattern, sender, selection, i);
                    return;
                case SelectChildRecursive:
                    DeliverRecursively(withCell, sender, selection);
                    return;
            }
        }

        current.Tell(selection.Message, sender);
    }

    private static SelectionPathElement Element(string element) => element switch
    {
        "**" => SelectChildRecursive.Instance,
        ".." => SelectParent.Instance,
        _ when element.AsSpan().IndexOfAny('*', '?') >= 0 => new SelectChildPattern(element),
        _ => new SelectChildName(element),
    };

    private static void DeliverInContainer(VirtualPathContainer container, IActorRef sender, ActorSelectionMessage selection, int from)
    {
        var names = selection.Elements[from..].Select(element => element.ToString()!).ToArray();
        var found = container.GetChild(names);
        if (found is Nobody)
        {
            if (!selection.WildCardFanOut)
            {
                EmptyRef(container, selection.Elements[from..]).Tell(selection, sender);
            }
        }
        else
        {
            found.Tell(selection.Message, sender);
        }
    }

    private static void DeliverToMatching(
        ActorRefWithCell parent, SelectChildPattern pattern, IActorRef sender, ActorSelectionMessage selection, int index)
    {
        var any = false;
        foreach (var child in parent.Children)
        {
            if (!WildcardMatch.Like(child.Path.Name, pattern.PatternStr))
            {
                continue;
            }

            any = true;
            DeliverSelection(
                (IInternalActorRef)child, sender, selection.Copy(elements: selection.Elements[(index + 1)..], wildCardFanOut: true));
        }

        if (!any && !selection.WildCardFanOut)
        {
            EmptyRef(parent, selection.Elements[index..]).Tell(selection, sender);
        }
    }

    private static void DeliverRecursively(ActorRefWithCell parent, IActorRef sender, ActorSelectionMessage selection)
    {
        foreach (var child in parent.Children)
        {
            child.Tell(selection.Message, sender);
            if (child is ActorRefWithCell withCell)
            {
                DeliverRecursively(withCell, sender, selection);
            }
        }
    }

    private static EmptyLocalActorRef EmptyRef(IInternalActorRef parent, SelectionPathElement[] rest)
    {
        var provider = parent.Provider;
        var path = parent.Path / rest.Select(element => element.ToString()!);
        return new EmptyLocalActorRef(provider, path, provider.Settings.System.EventStream);
    }
}
