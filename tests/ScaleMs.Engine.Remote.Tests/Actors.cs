using Akka.Actor;

namespace Akka.Remote.Tests;

internal sealed class Echo : ReceiveActor
{
    public Echo()
    {
        Receive<Func<IActorRef>>(_ => { });
        ReceiveAny(message => Sender.Tell(message));
    }
}

internal sealed class Forwarder : ReceiveActor
{
    public Forwarder(IActorRef to) => ReceiveAny(message => to.Forward(message));
}

/// <summary>Watches whom it is told to and reports to <c>report</c>.</summary>
internal sealed class Watcher : ReceiveActor
{
    public Watcher(IActorRef report)
    {
        Receive<IActorRef>(actor =>
        {
            Context.Watch(actor);
            report.Tell("watching");
        });
        Receive<string>(_ => { });
        Receive<Terminated>(terminated => report.Tell(terminated));
    }
}
