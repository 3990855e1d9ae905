using System.Linq.Expressions;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Making finite state machines that run on the test thread and can be looked into.</summary>
public abstract partial class TestKitBase
{
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Props props,
        IActorRef? supervisor,
        string? name = null,
        bool withLogging = false)
        where TFsmActor : FSM<TState, TData>
        where TState : notnull =>
        new(_system, props, supervisor, name, withLogging);

    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Props props,
        string? name = null,
        bool withLogging = false)
        where TFsmActor : FSM<TState, TData>
        where TState : notnull =>
        ActorOfAsTestFSMRef<TFsmActor, TState, TData>(props, supervisor: null, name, withLogging);

    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Expression<Func<TFsmActor>> factory,
        IActorRef? supervisor,
        string? name = null,
        bool withLogging = false)
        where TFsmActor : FSM<TState, TData>
        where TState : notnull =>
        ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Props.Create(factory), supervisor, name, withLogging);

    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        Expression<Func<TFsmActor>> factory,
        string? name = null,
        bool withLogging = false)
        where TFsmActor : FSM<TState, TData>
        where TState : notnull =>
        ActorOfAsTestFSMRef<TFsmActor, TState, TData>(factory, supervisor: null, name, withLogging);

    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        IActorRef? supervisor,
        string? name = null,
        bool withLogging = false)
        where TFsmActor : FSM<TState, TData>, new()
        where TState : notnull =>
        ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Props.Create<TFsmActor>(), supervisor, name, withLogging);

    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(
        string? name = null,
        bool withLogging = false)
        where TFsmActor : FSM<TState, TData>, new()
        where TState : notnull =>
        ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Props.Create<TFsmActor>(), supervisor: null, name, withLogging);
}
