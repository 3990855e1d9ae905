using System.Globalization;
using Akka.Actor;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Prints to standard error when the connection to the master is lost and restored, because no other output appears meanwhile.</summary>
internal static class ConnectionNotice
{
    /// <summary>Prints why the master is unreachable while the verb keeps trying: the address may be wrong.</summary>
    public static void NotYet(string problem) => Console.Error.WriteLine($"scalems: {problem}; still trying");

    public static void Start(ScaleMsClient client) => client.System.ActorOf(Props.Create<Notifier>(), "scalems-connection-notice");

    private sealed class Notifier : ReceiveActor
    {
        public Notifier()
        {
            Receive<ConnectionChanged>(static change => Console.Error.WriteLine(change.IsConnected
                ? "scalems: the master is back; work continues"
                : string.Create(CultureInfo.InvariantCulture, $"scalems: the connection to the master is lost; trying to reconnect for {change.Patience.TotalSeconds:0.#} s")));
        }

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(ConnectionChanged));
    }
}
