using System.Globalization;
using Akka.Actor;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Tells the user on standard error that the master is gone, and that it is back: until then nothing seems to happen.</summary>
internal static class ConnectionNotice
{
    /// <summary>Tells why a master cannot be reached while the verb still looks for it: the address may be wrong.</summary>
    public static void NotYet(string problem) => Console.Error.WriteLine($"scalems: {problem}; looking further");

    public static void Start(ScaleMsClient client) => client.System.ActorOf(Props.Create<Notifier>(), "scalems-connection-notice");

    private sealed class Notifier : ReceiveActor
    {
        public Notifier()
        {
            Receive<ConnectionChanged>(static change => Console.Error.WriteLine(change.IsConnected
                ? "scalems: the master is back; the work goes on"
                : string.Create(CultureInfo.InvariantCulture, $"scalems: the connection to the master is lost; looking for it for {change.Patience.TotalSeconds:0.#} s")));
        }

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(ConnectionChanged));
    }
}
