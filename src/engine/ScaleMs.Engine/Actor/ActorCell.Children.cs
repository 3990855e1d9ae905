using Akka.Actor.Internal;

namespace Akka.Actor;

public partial class ActorCell
{
    private const string RandomNameDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private Children? _children;
    private long _nextRandomName;

    /// <summary>Whether no end and no restart is under way.</summary>
    protected bool IsNormal => _children is not { } children ? !IsTerminated : children.IsNormal;

    /// <summary>Whether the actor is on its way to its end.</summary>
    protected bool IsTerminating => _terminating || (_children?.IsTerminating ?? false);

    private Children ChildrenOrNew
    {
        get
        {
            if (Volatile.Read(ref _children) is { } present)
            {
                return present;
            }

            var made = new Children();
            return Interlocked.CompareExchange(ref _children, made, null) ?? made;
        }
    }

    /// <summary>The children.</summary>
    public IEnumerable<IInternalActorRef> GetChildren() => Volatile.Read(ref _children)?.Refs() ?? [];

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    /// <inheritdoc/>
    public IInternalActorRef GetChildByName(string name) =>
        Volatile.Read(ref _children) is { } children && children.TryGet(name, out var stats) ? stats.Child : ActorRefs.Nobody;

    IActorRef IActorContext.Child(string name) => GetChildByName(name);

    /// <inheritdoc/>
    public IInternalActorRef GetSingleChild(string name)
    {
        var (childName, uid) = SplitNameAndUid(name);
        var child = GetChildByName(childName);
        return uid == UndefinedUid || child is Nobody || child.Path.Uid == uid ? child : ActorRefs.Nobody;
    }

    /// <inheritdoc/>
    public virtual IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name, isSystemService: false);

    /// <summary>Makes an actor below this one; unlike <see cref="ActorOf"/> from any thread.</summary>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string? name = null) => MakeChild(props, name, isSystemService);

    /// <inheritdoc/>
    public void Stop(IActorRef child)
    {
        if (Volatile.Read(ref _children) is { } children && children.TryGet(child, out _))
        {
            children.MarkStopping(child);
        }

        ((IInternalActorRef)child).Stop();
    }

    internal static string Base64(long value)
    {
        Span<char> digits = stackalloc char[11];
        var count = 0;
        do
        {
            digits[count++] = RandomNameDigits[(int)(value & 63)];
            value >>>= 6;
        }
        while (value != 0);
        return new string(digits[..count]);
    }

    internal ChildRestartStats[] ChildrenStats() => _children?.Stats() ?? [];

    internal void ReserveChild(string name) => ChildrenOrNew.Reserve(name, _self.Path);

    internal bool InitChild(IInternalActorRef child) => ChildrenOrNew.Add(child);

    private static void CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw new InvalidActorNameException("Actor name must not be empty.");
        }

        if (!ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: {ActorPath.ValidSymbols}.");
        }
    }

    private static long NewUid() => Random.Shared.NextInt64(1, int.MaxValue);

    private IInternalActorRef MakeChild(Props props, string? name, bool isSystemService)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is null)
        {
            name = "$" + Base64(Interlocked.Increment(ref _nextRandomName) - 1);
        }
        else
        {
            CheckName(name);
        }

        if (_system.Settings.SerializeAllCreators && !isSystemService && props.Deploy.Scope is not LocalScope)
        {
            _system.VerifySerializable(props, name, _self.Path);
        }

        var children = ChildrenOrNew;
        if (_terminating || _isTerminated)
        {
            throw new InvalidOperationException("Cannot create child while terminating or terminated");
        }

        children.Reserve(name, _self.Path);
        IInternalActorRef child;
        try
        {
            var path = new ChildActorPath(_self.Path, name, NewUid());
            child = _system.Provider.ActorOf(
                _system, props, _self, path, isSystemService, deploy: null, lookupDeploy: true, async: isSystemService);
        }
        catch
        {
            children.Unreserve(name);
            throw;
        }

        children.Add(child);
        child.Start();
        return child;
    }

    private void SuspendChildren(IReadOnlyCollection<IActorRef>? except = null)
    {
        foreach (var stats in ChildrenStats())
        {
            if (except is null || !except.Contains(stats.Child))
            {
                stats.Child.Suspend();
            }
        }
    }

    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (var stats in ChildrenStats())
        {
            stats.Child.Resume(stats.Child.Equals(perpetrator) ? causedByFailure : null);
        }
    }

    // Hardly any strategy looks at them, and a parent of many would copy the whole list for each child that ends.
    private IEnumerable<IInternalActorRef> LazyChildren()
    {
        foreach (var child in GetChildren())
        {
            yield return child;
        }
    }

    private void StopAllChildren()
    {
        if (_children is not { } children)
        {
            return;
        }

        foreach (var child in children.Refs())
        {
            Stop(child);
        }
    }
}
