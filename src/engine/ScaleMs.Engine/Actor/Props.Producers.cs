using System.Reflection;

namespace Akka.Actor;

public partial class Props
{
    private abstract class ActorProducer
    {
        public static ActorProducer For(Type type, object[] arguments)
        {
            if (typeof(IIndirectActorProducer).IsAssignableFrom(type))
            {
                return new IndirectProducer((IIndirectActorProducer)Activator.CreateInstance(type, arguments)!);
            }

            if (!typeof(ActorBase).IsAssignableFrom(type))
            {
                throw new ArgumentException($"Unknown actor producer [{type.FullName}]: it is neither an actor nor an {nameof(IIndirectActorProducer)}");
            }

            return arguments.Length == 0 && type.GetConstructor(AnyInstance, []) is { } constructor
                ? new ConstructorProducer(constructor)
                : new ReflectingProducer(type);
        }

        public abstract ActorBase Produce(object[] arguments);

        public virtual void Release(ActorBase actor)
        {
        }
    }

    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Calls the constructor that the expression names.</summary>
    private sealed class ConstructorProducer(ConstructorInfo constructor) : ActorProducer
    {
        private readonly ConstructorInvoker _invoker = ConstructorInvoker.Create(constructor);

        public override ActorBase Produce(object[] arguments) => (ActorBase)_invoker.Invoke(arguments.AsSpan()!);
    }

    /// <summary>Calls the constructor that fits the arguments best.</summary>
    private sealed class ReflectingProducer(Type type) : ActorProducer
    {
        public override ActorBase Produce(object[] arguments) =>
            (ActorBase)Activator.CreateInstance(type, AnyInstance | BindingFlags.OptionalParamBinding, binder: null, arguments, culture: null)!;
    }

    private sealed class IndirectProducer(IIndirectActorProducer producer) : ActorProducer
    {
        public override ActorBase Produce(object[] arguments) => producer.Produce();

        public override void Release(ActorBase actor) => producer.Release(actor);
    }
}
