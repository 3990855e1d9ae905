using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Sends each message to its sender and to the test actor, with the sender of the message as sender.</summary>
public class EchoActor : ReceiveActor
{
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
    {
        ReceiveAny(message =>
        {
            var sender = Sender;
            if (echoBackToSenderAsWell && !Equals(testkit.TestActor, sender))
            {
                sender.Forward(message);
            }

            testkit.TestActor.Tell(message, sender);
        });
    }

    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}
