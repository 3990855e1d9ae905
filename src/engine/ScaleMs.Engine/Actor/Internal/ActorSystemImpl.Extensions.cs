using System.Collections.Concurrent;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

public partial class ActorSystemImpl
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();

    /// <inheritdoc/>
    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return _extensions.GetOrAdd(
            extension.ExtensionType,
            static (_, made) => new Lazy<object>(() => made.extension.CreateExtension(made.system)),
            (extension, system: (ExtendedActorSystem)this)).Value;
    }

    /// <inheritdoc/>
    public override object GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null!;

    /// <inheritdoc/>
    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null!;

    /// <inheritdoc/>
    public override bool HasExtension(Type type) => type is not null && _extensions.ContainsKey(type);

    /// <inheritdoc/>
    public override bool HasExtension<T>() => _extensions.ContainsKey(typeof(T));

    /// <inheritdoc/>
    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        var found = _extensions.TryGetValue(extensionType, out var lazy);
        extension = found ? lazy!.Value : null!;
        return found;
    }

    /// <inheritdoc/>
    public override bool TryGetExtension<T>(out T extension)
    {
        var found = TryGetExtension(typeof(T), out var untyped);
        extension = found ? (T)untyped : null!;
        return found;
    }

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions") ?? [])
        {
            var type = EngineTypes.Resolve(name);
            if (type is null || !typeof(IExtensionId).IsAssignableFrom(type))
            {
                Log.Error("[{0}] is not an 'ExtensionId', skipping...", name);
                continue;
            }

            try
            {
                RegisterExtension((IExtensionId)Activator.CreateInstance(type)!);
            }
            catch (Exception e)
            {
                Log.Error(e, "While trying to load extension [{0}], skipping...", name);
            }
        }
    }
}
