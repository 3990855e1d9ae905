using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>Gives the messages that arrive to the actors they are for.</summary>
internal sealed class InboundDelivery(
    RemoteActorRefProvider provider,
    MessageSerializer serializer,
    RemoteSettings settings,
    ILoggingAdapter log,
    Address localAddress)
{
    private readonly string _localPrefix = localAddress.ToString();

    public IInternalActorRef ResolveLocal(string path) => provider.ResolveActorRefWithLocalAddress(_localPrefix + path, localAddress);

    public IActorRef Resolve(string path) => provider.ResolveActorRefWithLocalAddress(path, localAddress);

    public void Deliver(
        IInternalActorRef recipient,
        IActorRef sender,
        int serializerId,
        string manifest,
        ReadOnlySpan<byte> payload,
        bool isSystemMessage)
    {
        try
        {
            var message = serializer.Deserialize(payload, serializerId, manifest);
            if (settings.LogReceive)
            {
                log.Debug("received message [{0}] to [{1}] from [{2}]", message.GetType(), recipient, sender);
            }

            Deliver(recipient, sender, message, isSystemMessage);
        }
#pragma warning disable CA1031 // whatever a serializer throws concerns this one message
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Error(
                e,
                "A message of {0} bytes to [{1}] from [{2}] cannot be deserialized and is lost (serializer {3}, manifest [{4}]): {5}",
                payload.Length,
                recipient.Path,
                sender,
                serializerId,
                manifest,
                e.Message);
        }
    }

    private void Deliver(IInternalActorRef recipient, IActorRef sender, object message, bool isSystemMessage)
    {
        if (message is ISystemMessage systemMessage)
        {
            // The way of a message is part of it: a payload must not become a system message by its type.
            if (isSystemMessage && !(settings.UntrustedMode && message is not DeathWatchNotification))
            {
                recipient.SendSystemMessage(systemMessage);
            }
            else
            {
                log.Debug("dropping system message [{0}] to [{1}]", message.GetType(), recipient.Path);
            }
        }
        else if (message is ActorSelectionMessage selection)
        {
            DeliverSelection(recipient, sender, selection);
        }
        else if (settings.UntrustedMode && message is IPossiblyHarmful)
        {
            log.Debug("operating in UntrustedMode, dropping inbound [{0}] message", message.GetType());
        }
        else
        {
            recipient.Tell(message, sender);
        }
    }

    private void DeliverSelection(IInternalActorRef recipient, IActorRef sender, ActorSelectionMessage selection)
    {
        if (settings.UntrustedMode && !IsTrusted(recipient, selection))
        {
            log.Debug("operating in UntrustedMode, dropping inbound actor selection to [{0}]", selection);
            return;
        }

        ActorSelection.DeliverSelection(recipient, sender, selection);
    }

    private bool IsTrusted(IInternalActorRef recipient, ActorSelectionMessage selection) =>
        selection.Message is not IPossiblyHarmful
        && recipient.Path.Elements.Count == 0
        && Array.TrueForAll(selection.Elements, static e => e is SelectChildName)
        && settings.TrustedSelectionPaths.Contains("/" + string.Join('/', selection.Elements.Select(static e => e.ToString())));
}
