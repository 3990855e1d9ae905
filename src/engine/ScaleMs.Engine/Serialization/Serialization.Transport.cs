using Akka.Actor;

namespace Akka.Serialization;

public partial class Serialization
{
    // Serializers run synchronously on the thread that asked; the address under which they write refs travels with it.
    [ThreadStatic]
    private static Information? _currentTransportInformation;

    internal static Information? CurrentTransportInformation
    {
        get => _currentTransportInformation;
        set => _currentTransportInformation = value;
    }

    /// <exception cref="InvalidOperationException">Outside <see cref="WithTransport{T}(ExtendedActorSystem, Func{T})"/>.</exception>
    public static Information GetCurrentTransportInformation() =>
        _currentTransportInformation ?? throw new InvalidOperationException(
            $"No transport information is set: serialize inside {nameof(Serialization)}.{nameof(WithTransport)}.");

    public static T WithTransport<T>(ActorSystem system, Address address, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Within(new Information(address, system), action, static call => call());
    }

    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return WithTransport(system, action, static call => call());
    }

    /// <summary>Keeps the transport information that is set already, otherwise sets that of the system's provider for the call.</summary>
    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(action);
        return _currentTransportInformation is null
            ? Within(system.Provider.SerializationInformation, state, action)
            : action(state);
    }

    /// <summary>The path by which the ref can be resolved from where the message goes.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null || Equals(actorRef, ActorRefs.NoSender))
        {
            return string.Empty;
        }

        var path = actorRef.Path;
        var system = (actorRef as ActorRefWithCell)?.Underlying.System as ExtendedActorSystem;
        var transport = _currentTransportInformation;
        if (transport is null)
        {
            return system is null ? path.ToSerializationFormat() : path.ToSerializationFormatWithAddress(system.Provider.DefaultAddress);
        }

        if (system is null || ReferenceEquals(system, transport.System))
        {
            return path.ToSerializationFormatWithAddress(transport.Address!);
        }

        var provider = system.Provider;
        return path.ToSerializationFormatWithAddress(provider.GetExternalAddressFor(transport.Address!) ?? provider.DefaultAddress);
    }

    private static T Within<TState, T>(Information? information, TState state, Func<TState, T> action)
    {
        var previous = _currentTransportInformation;
        _currentTransportInformation = information;
        try
        {
            return action(state);
        }
        finally
        {
            _currentTransportInformation = previous;
        }
    }
}
