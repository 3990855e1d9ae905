using System.Linq.Expressions;
using Akka.Dispatch;
using Akka.Routing;
using Akka.Util;

namespace Akka.Actor;

/// <summary>How to make an actor. Immutable; every change gives a copy.</summary>
public partial class Props : IEquatable<Props>, ISurrogated
{
    /// <summary>Makes an actor that handles nothing.</summary>
    public static readonly Props None;

    private static readonly object[] NoArguments = [];

    private ActorProducer? _producer;

    static Props()
    {
        Empty = Create<EmptyActor>();
        None = Empty;
    }

    /// <summary>For a class without constructor arguments.</summary>
    public Props(Type type)
        : this(Deploy.None, type, NoArguments)
    {
    }

    /// <summary>For a class and its constructor arguments.</summary>
    public Props(Type type, object[] args)
        : this(Deploy.None, type, args)
    {
    }

    /// <summary>For a class, a supervision of its children and constructor arguments.</summary>
    public Props(Type type, SupervisorStrategy? supervisorStrategy, IEnumerable<object> args)
        : this(Deploy.None, type, args) => SupervisorStrategy = supervisorStrategy;

    /// <summary>For a class, a supervision of its children and constructor arguments.</summary>
    public Props(Type type, SupervisorStrategy? supervisorStrategy, params object[] args)
        : this(Deploy.None, type, args) => SupervisorStrategy = supervisorStrategy;

    /// <summary>For a class, where to deploy it, and constructor arguments.</summary>
    public Props(Deploy deploy, Type type, IEnumerable<object> args)
        : this(deploy, type, args.ToArray())
    {
    }

    /// <summary>For a class, where to deploy it, and constructor arguments.</summary>
    public Props(Deploy deploy, Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        Deploy = deploy;
        Type = type;
        Arguments = args ?? NoArguments;
    }

    /// <summary>An empty one, for derived classes.</summary>
    protected Props()
    {
        Deploy = Deploy.None;
        Type = typeof(EmptyActor);
        Arguments = NoArguments;
    }

    /// <summary>A copy.</summary>
    protected Props(Props copy)
    {
        Deploy = copy.Deploy;
        Type = copy.Type;
        Arguments = copy.Arguments;
        SupervisorStrategy = copy.SupervisorStrategy;
        _producer = copy._producer;
    }

    /// <summary>Makes an actor that handles nothing.</summary>
    public static Props Empty { get; }

    /// <summary>The actor class.</summary>
    public Type Type { get; }

    /// <summary>The class's name, as messages between systems carry it.</summary>
    public string TypeName => TypeExtensions.TypeQualifiedName(Type);

    /// <summary>The constructor's arguments.</summary>
    public object[] Arguments { get; }

    /// <summary>Where and how the actor runs.</summary>
    public Deploy Deploy { get; protected set; }

    /// <summary>How failures of the actor's children are dealt with, or null when the actor says so itself.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; protected set; }

    /// <summary>What runs the actor.</summary>
    public string Dispatcher
    {
        get
        {
            var dispatcher = Deploy.Dispatcher;
            return dispatcher == Deploy.NoDispatcherGiven ? Dispatchers.DefaultDispatcherId : dispatcher;
        }
    }

    /// <summary>The actor's mailbox.</summary>
    public string Mailbox => Deploy.Mailbox;

    /// <summary>The router, if it is one.</summary>
    public RouterConfig RouterConfig => Deploy.RouterConfig;

    /// <summary>For a class without constructor arguments.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy, NoArguments);

    /// <summary>For a class and its constructor arguments.</summary>
    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>For a class and its constructor arguments.</summary>
    public static Props Create(Type type, params object[] args) => new(type, args);

    /// <summary>For an expression that calls a constructor: <c>() => new MyActor(a, b)</c>. The arguments are computed once, here.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression creation)
        {
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        }

        return new Props(creation.Type, supervisorStrategy, ArgumentsOf(creation))
        {
            _producer = creation.Constructor is { } constructor ? new ConstructorProducer(constructor) : null,
        };
    }

    /// <summary>For a producer class and its constructor arguments.</summary>
    public static Props CreateBy<TProducer>(params object[] args)
        where TProducer : class, IIndirectActorProducer =>
        CreateBy((IIndirectActorProducer)Activator.CreateInstance(typeof(TProducer), args)!, args);

    /// <summary>For a producer.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) =>
        new(producer.ActorType, args) { _producer = new IndirectProducer(producer) };

    /// <summary>These for another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => Changed(Deploy.WithDispatcher(dispatcher));

    /// <summary>These for another mailbox.</summary>
    public Props WithMailbox(string mailbox) => Changed(Deploy.WithMailbox(mailbox));

    /// <summary>These behind a router.</summary>
    public Props WithRouter(RouterConfig routerConfig) => Changed(Deploy.WithRouterConfig(routerConfig));

    /// <summary>These with a limit for the stash.</summary>
    public Props WithStashCapacity(int stashCapacity) => Changed(Deploy.WithStashCapacity(stashCapacity));

    /// <summary>These deployed otherwise; what the deployment leaves open stays.</summary>
    public Props WithDeploy(Deploy deploy) => Changed(deploy.WithFallback(Deploy));

    /// <summary>These with another supervision of the actor's children.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        var copy = Copy();
        copy.SupervisorStrategy = supervisorStrategy;
        return copy;
    }

    /// <summary>Makes an instance.</summary>
    public virtual ActorBase NewActor()
    {
        var producer = _producer ??= ActorProducer.For(Type, Arguments);
        try
        {
            return producer.Produce(Arguments);
        }
        catch (MissingMethodException e)
        {
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Length} args: ({string.Join(",", Arguments)})", e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Props? other) => ReferenceEquals(this, other)
        || (other is not null && Deploy.Equals(other.Deploy) && Equals(SupervisorStrategy, other.SupervisorStrategy)
            && Type == other.Type && Arguments.AsSpan().SequenceEqual(other.Arguments));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Props other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Deploy.Path, Deploy.Dispatcher, Type, Arguments.Length);

    /// <inheritdoc/>
    public ISurrogate ToSurrogate(ActorSystem system) => new PropsSurrogate { Arguments = Arguments, Type = Type, Deploy = Deploy };

    /// <summary>A copy to change.</summary>
    protected virtual Props Copy() => new(this);

    internal void Release(ActorBase actor) => _producer?.Release(actor);

    private Props Changed(Deploy deploy)
    {
        var copy = Copy();
        copy.Deploy = deploy;
        return copy;
    }

    private static object[] ArgumentsOf(NewExpression creation)
    {
        var arguments = new object[creation.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = ExpressionValue.Of(creation.Arguments[i])!;
        }

        return arguments;
    }

    /// <summary>The form of props that a serializer writes.</summary>
    public class PropsSurrogate : ISurrogate
    {
        /// <summary>The class.</summary>
        public Type Type { get; set; } = null!;

        /// <summary>The deployment.</summary>
        public Deploy Deploy { get; set; } = null!;

        /// <summary>The arguments.</summary>
        public object[] Arguments { get; set; } = null!;

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => new Props(Deploy, Type, Arguments);
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
