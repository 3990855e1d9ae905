using System.Collections.Concurrent;
using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>The mailbox types of a system, found by where they are configured and by what actors require.</summary>
public class Mailboxes
{
    /// <summary>Where the default mailbox is configured.</summary>
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    /// <summary>No requirement.</summary>
    public static readonly string NoMailboxRequirement = "";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MailboxType> _types = new();
    private readonly ConcurrentDictionary<Type, Type?> _required = new();
    private readonly Lazy<Dictionary<Type, string>> _bindings;
    private readonly Lazy<DeadLetterMailbox> _deadLetters;

    /// <summary>For a system.</summary>
    public Mailboxes(ActorSystem system)
    {
        _system = system;
        _bindings = new Lazy<Dictionary<Type, string>>(ReadBindings);
        _deadLetters = new Lazy<DeadLetterMailbox>(() => new DeadLetterMailbox(system.DeadLetters));
    }

    /// <summary>The mailbox of ended actors.</summary>
    public DeadLetterMailbox DeadLetterMailbox => _deadLetters.Value;

    /// <summary>Whether an actor requires something of its queue.</summary>
    public bool HasRequiredType(Type actorType) => GetRequiredType(actorType) is not null;

    /// <summary>Whether a mailbox type says what queue it makes.</summary>
    public bool ProducesMessageQueue(Type mailboxType) => QueueOf(mailboxType) is not null;

    /// <summary>What an actor requires of its queue, or null.</summary>
    public Type GetRequiredType(Type actorType) => _required.GetOrAdd(actorType, static type =>
    {
        foreach (var contract in type.GetInterfaces())
        {
            if (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))
            {
                return contract.GetGenericArguments()[0];
            }
        }

        return null;
    })!;

    /// <summary>The mailbox type bound to a requirement.</summary>
    public MailboxType LookupByQueueType(Type queueType) => _bindings.Value.TryGetValue(queueType, out var id)
        ? Lookup(id)
        : throw new ConfigurationException($"Mailbox Mapping for [{queueType}] not configured");

    /// <summary>The mailbox type of an id.</summary>
    public MailboxType Lookup(string id) => _types.TryGetValue(id, out var type) ? type : _types.GetOrAdd(id, Make(id));

    /// <summary>The mailbox type for an actor: what its deployment, then its dispatcher, then its class asks for.</summary>
    public MailboxType GetMailboxType(Props props, Config dispatcherConfig)
    {
        var required = GetRequiredType(props.Type);
        var deployed = props.Mailbox;
        if (!string.IsNullOrEmpty(deployed) && deployed != Deploy.NoMailboxGiven)
        {
            return Verified(Lookup(deployed), required, props);
        }

        var ofDispatcher = DispatcherMailbox(dispatcherConfig);
        if (ofDispatcher is not null)
        {
            return Verified(ofDispatcher, required, props);
        }

        if (required is not null)
        {
            try
            {
                return Verified(LookupByQueueType(required), required, props);
            }
            catch (ConfigurationException) when (_bindings.Value.Count > 0 && !_bindings.Value.ContainsKey(required))
            {
                return Verified(Lookup(DefaultMailboxId), required, props);
            }
        }

        return Lookup(DefaultMailboxId);
    }

    /// <summary>How many messages a stash holds, as mailbox and dispatcher say, or -1.</summary>
    public int StashCapacity(string dispatcher, string mailbox)
    {
        var config = _system.Settings.Config;
        var id = string.IsNullOrEmpty(mailbox) ? DefaultMailboxId : mailbox;
        return config.GetInt($"{id}.stash-capacity", config.GetInt($"{DefaultMailboxId}.stash-capacity", -1));
    }

    private static Type? QueueOf(Type mailboxType)
    {
        foreach (var contract in mailboxType.GetInterfaces())
        {
            if (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IProducesMessageQueue<>))
            {
                return contract.GetGenericArguments()[0];
            }
        }

        return null;
    }

    private static MailboxType Verified(MailboxType type, Type? required, Props props)
    {
        if (required is not null && QueueOf(type.GetType()) is { } queue && !required.IsAssignableFrom(queue))
        {
            throw new ArgumentException(
                $"produced message queue type [{queue}] does not fulfill requirement for actor class [{props.Type}]. Must be a subclass of [{required}]",
                nameof(type));
        }

        return type;
    }

    private MailboxType? DispatcherMailbox(Config dispatcherConfig)
    {
        if (dispatcherConfig is null || dispatcherConfig.IsEmpty)
        {
            return null;
        }

        var type = dispatcherConfig.GetString("mailbox-type");
        if (!string.IsNullOrEmpty(type))
        {
            return _types.GetOrAdd("dispatcher:" + dispatcherConfig.GetString("id"), _ => Make(type, dispatcherConfig, dispatcherConfig.GetString("id")!));
        }

        var requirement = dispatcherConfig.GetString("mailbox-requirement");
        return string.IsNullOrEmpty(requirement)
            ? null
            : LookupByQueueType(EngineTypes.Resolve(requirement)
                ?? throw new ConfigurationException($"Mailbox requirement [{requirement}] of dispatcher [{dispatcherConfig.GetString("id")}] is no type"));
    }

    private MailboxType Make(string id)
    {
        if (id == "unbounded")
        {
            return new UnboundedMailbox(_system.Settings, Config.Empty);
        }

        var config = _system.Settings.Config;
        if (!config.HasPath(id))
        {
            throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        }

        var section = config.GetConfig(id).WithFallback(config.GetConfig(DefaultMailboxId));
        var type = config.GetString($"{id}.mailbox-type");
        return string.IsNullOrEmpty(type)
            ? throw new ConfigurationException($"The setting mailbox-type defined in [{id}] is empty")
            : Make(type, section, id);
    }

    private MailboxType Make(string typeName, Config section, string id)
    {
        var type = EngineTypes.Resolve(typeName)
            ?? throw new ConfigurationException($"Found mailbox-type [{typeName}] in configuration for [{id}], but could not find that type");
        try
        {
            return (MailboxType)Activator.CreateInstance(type, _system.Settings, section)!;
        }
        catch (Exception e) when (e is MissingMethodException or TargetInvocationException or InvalidCastException)
        {
            throw new ArgumentException($"Cannot instantiate mailbox type [{type}], defined in [{id}]", nameof(typeName), AkkaException.Unwrap(e));
        }
    }

    private Dictionary<Type, string> ReadBindings()
    {
        var bindings = new Dictionary<Type, string>();
        foreach (var (name, id) in _system.Settings.Config.GetConfig("akka.actor.mailbox.requirements").AsEnumerable())
        {
            var type = EngineTypes.Resolve(name)
                ?? throw new ConfigurationException($"Type [{name}] specified as akka.actor.mailbox.requirement [{id}] in config can't be loaded");
            bindings[type] = id.GetString()!;
        }

        return bindings;
    }
}
