using Akka.Actor;
using Akka.Serialization;
using Akka.Util;
using ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests;

public sealed record Mail(IActorRef To, IReadOnlyList<IActorRef> Copies, ActorPath Path);

public sealed record Box(object Content);

public sealed class Silent : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}

/// <summary>Holds code, which cannot travel, and so has someone to travel for it.</summary>
public sealed class Opaque(Func<int> value) : ISurrogated
{
    public Func<int> Value { get; } = value;

    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(Value());

    public sealed record Surrogate(int Value) : ISurrogate
    {
        public ISurrogated FromSurrogate(ActorSystem system) => new Opaque(() => Value);
    }
}

public sealed class Shapes : IKnownTypesProvider
{
    public IEnumerable<Type> GetKnownTypes() => [typeof(Circle), typeof(Square)];
}
