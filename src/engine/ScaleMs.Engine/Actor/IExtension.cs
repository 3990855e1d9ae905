namespace Akka.Actor;

/// <summary>Something an actor system has once.</summary>
public interface IExtension
{
}

/// <summary>Finds and makes an extension.</summary>
public interface IExtensionId
{
    /// <summary>The extension's class.</summary>
    Type ExtensionType { get; }

    /// <summary>The extension of a system; made when it is not there.</summary>
    object Apply(ActorSystem system);

    /// <summary>The extension of a system.</summary>
    object Get(ActorSystem system);

    /// <summary>Makes the extension; called by the system only.</summary>
    object CreateExtension(ExtendedActorSystem system);
}

/// <summary>Finds and makes an extension.</summary>
/// <typeparam name="T">The extension's class.</typeparam>
public interface IExtensionId<out T> : IExtensionId
    where T : IExtension
{
    /// <summary>The extension of a system; made when it is not there.</summary>
    new T Apply(ActorSystem system);

    /// <summary>The extension of a system.</summary>
    new T Get(ActorSystem system);

    /// <summary>Makes the extension; called by the system only.</summary>
    new T CreateExtension(ExtendedActorSystem system);
}

/// <summary>The base of extension ids.</summary>
/// <typeparam name="T">The extension's class.</typeparam>
public abstract class ExtensionIdProvider<T> : IExtensionId<T>
    where T : IExtension
{
    /// <summary>For derived classes.</summary>
    protected ExtensionIdProvider()
    {
    }

    /// <inheritdoc/>
    public Type ExtensionType => typeof(T);

    /// <inheritdoc/>
    public T Apply(ActorSystem system) => (T)system.RegisterExtension(this);

    object IExtensionId.Apply(ActorSystem system) => Apply(system);

    /// <inheritdoc/>
    public T Get(ActorSystem system) => (T)system.GetExtension((IExtensionId)this);

    object IExtensionId.Get(ActorSystem system) => Get(system);

    /// <inheritdoc/>
    public abstract T CreateExtension(ExtendedActorSystem system);

    object IExtensionId.CreateExtension(ExtendedActorSystem system) => CreateExtension(system);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExtensionIdProvider<T>;

    /// <inheritdoc/>
    public override int GetHashCode() => typeof(T).GetHashCode();
}

/// <summary>Shorter ways to get an extension.</summary>
public static class ActorSystemWithExtensions
{
    /// <summary>The extension of a class; made by its id when it is not there.</summary>
    public static T WithExtension<T>(this ActorSystem system)
        where T : class, IExtension => system.GetExtension<T>();

    /// <summary>The extension of a class; made by its id when it is not there.</summary>
    public static T WithExtension<T>(this ActorSystem system, Type extensionId)
        where T : class, IExtension
    {
        if (system.HasExtension<T>())
        {
            return system.GetExtension<T>();
        }

        return (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(extensionId)!);
    }

    /// <summary>The extension of a class; made by its id when it is not there.</summary>
    public static T WithExtension<T, TI>(this ActorSystem system)
        where T : class, IExtension
        where TI : IExtensionId => system.WithExtension<T>(typeof(TI));
}
