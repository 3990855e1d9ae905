using Akka.Actor;

namespace ScaleMs.Engine.Tests.Support;

/// <summary>Makes a child of each <see cref="Akka.Actor.Props"/> that it is sent and answers with its ref.</summary>
internal static class Parent
{
    public static Props Props(SupervisorStrategy? strategy = null) => Handler.Props(
        (context, message) =>
        {
            switch (message)
            {
                case Props child:
                    context.Sender.Tell(context.ActorOf(child));
                    break;
                case Named named:
                    context.Sender.Tell(context.ActorOf(named.Props, named.Name));
                    break;
                case Exception failure:
                    throw failure;
                default:
                    context.Sender.Tell(message);
                    break;
            }
        },
        strategy);

    public static SupervisorStrategy OneForOne(Directive directive) => new OneForOneStrategy(_ => directive);

    internal sealed record Named(Props Props, string Name);
}
