using System.Collections.Immutable;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Takes part in the making of actors.</summary>
public interface IActorProducerPlugin
{
    /// <summary>Whether it is for actors of a class.</summary>
    bool CanBeAppliedTo(Type actorType);

    /// <summary>Called with an instance that was just made.</summary>
    void AfterIncarnated(ActorBase actor, IActorContext context);

    /// <summary>Called with an instance that is about to be given up.</summary>
    void BeforeIncarnated(ActorBase actor, IActorContext context);
}

/// <summary>A plugin for all actors.</summary>
public abstract class ActorProducerPluginBase : IActorProducerPlugin
{
    /// <summary>For derived classes.</summary>
    protected ActorProducerPluginBase()
    {
    }

    /// <inheritdoc/>
    public virtual bool CanBeAppliedTo(Type actorType) => true;

    /// <inheritdoc/>
    public virtual void AfterIncarnated(ActorBase actor, IActorContext context)
    {
    }

    /// <inheritdoc/>
    public virtual void BeforeIncarnated(ActorBase actor, IActorContext context)
    {
    }
}

/// <summary>A plugin for actors of a class.</summary>
/// <typeparam name="TActor">The class.</typeparam>
public abstract class ActorProducerPluginBase<TActor> : IActorProducerPlugin
    where TActor : ActorBase
{
    /// <summary>For derived classes.</summary>
    protected ActorProducerPluginBase()
    {
    }

    /// <inheritdoc/>
    public virtual bool CanBeAppliedTo(Type actorType) => typeof(TActor).IsAssignableFrom(actorType);

    /// <summary>Called with an instance that was just made.</summary>
    public virtual void AfterIncarnated(TActor actor, IActorContext context)
    {
    }

    /// <summary>Called with an instance that is about to be given up.</summary>
    public virtual void BeforeIncarnated(TActor actor, IActorContext context)
    {
    }

    void IActorProducerPlugin.AfterIncarnated(ActorBase actor, IActorContext context) => AfterIncarnated((TActor)actor, context);

    void IActorProducerPlugin.BeforeIncarnated(ActorBase actor, IActorContext context) => BeforeIncarnated((TActor)actor, context);
}

/// <summary>The plugins of a system.</summary>
public class ActorProducerPipelineResolver
{
    private readonly Func<ILoggingAdapter> _log;
    private ImmutableList<IActorProducerPlugin> _plugins = [];

    /// <summary>With where to log.</summary>
    public ActorProducerPipelineResolver(Func<ILoggingAdapter> logBuilder) => _log = logBuilder;

    /// <summary>How many there are.</summary>
    public int TotalPluginCount => _plugins.Count;

    /// <summary>Adds a plugin at the end; false when there is one of its class.</summary>
    public bool Register(IActorProducerPlugin plugin) => Insert(TotalPluginCount, plugin);

    /// <summary>Adds a plugin; false when there is one of its class.</summary>
    public bool Insert(int index, IActorProducerPlugin plugin)
    {
        if (IsRegistered(plugin))
        {
            return false;
        }

        ImmutableInterlocked.Update(
            ref _plugins, (all, added) => all.Insert(Math.Clamp(added.index, 0, all.Count), added.plugin), (index, plugin));
        return true;
    }

    /// <summary>Takes a plugin out; false when there is none of its class.</summary>
    public bool Unregister(IActorProducerPlugin plugin) =>
        ImmutableInterlocked.Update(ref _plugins, (all, type) => all.RemoveAll(p => p.GetType() == type), plugin.GetType());

    /// <summary>Whether there is a plugin of the same class.</summary>
    public bool IsRegistered(IActorProducerPlugin plugin) => _plugins.Any(p => p.GetType() == plugin.GetType());

    internal void AfterIncarnated(ActorBase actor, IActorContext context)
    {
        var plugins = _plugins;
        for (var i = 0; i < plugins.Count; i++)
        {
            Apply(plugins[i], actor, context, static (plugin, a, c) => plugin.AfterIncarnated(a, c));
        }
    }

    internal void BeforeIncarnated(ActorBase actor, IActorContext context)
    {
        var plugins = _plugins;
        for (var i = plugins.Count - 1; i >= 0; i--)
        {
            Apply(plugins[i], actor, context, static (plugin, a, c) => plugin.BeforeIncarnated(a, c));
        }
    }

    private void Apply(
        IActorProducerPlugin plugin, ActorBase actor, IActorContext context, Action<IActorProducerPlugin, ActorBase, IActorContext> step)
    {
        if (!plugin.CanBeAppliedTo(actor.GetType()))
        {
            return;
        }

        try
        {
            step(plugin, actor, context);
        }
        catch (Exception e)
        {
            _log().Error(e, "An exception occurred while trying to apply plugin of type {0} to the newly created actor (Type = {1}, Path = {2})",
                plugin.GetType(), actor.GetType(), context.Self.Path.ToString());
            throw;
        }
    }
}
