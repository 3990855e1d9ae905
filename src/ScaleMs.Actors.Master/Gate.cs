using Akka.Actor;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Master;

/// <summary>
/// The fixed address at which clients and workers find the master. Refuses peers of another version, and all peers once the
/// master has ended; but a worker may look for the next master when this one has failed.
/// </summary>
internal sealed class Gate : ReceiveActor
{
    private readonly IActorRef _master;
    private string _end = "the master has ended";
    private bool _failed;

    public Gate(IActorRef master)
    {
        _master = master;
        Receive<OpenSession>(open => PassOn(open, Cpi.Mismatch(open.ApiName, open.WireVersion)));
        Receive<RegisterWorker>(register => PassOn(register, Cpi.Mismatch(register.ApiName, register.WireVersion)));
        Receive<MasterEnded>(ended =>
        {
            if (ended.Failure is { } failure)
            {
                (_end, _failed) = ($"{_end}: {failure}", true);
            }
        });
        Receive<Terminated>(_ => Become(Closed));
    }

    public static Props Props(IActorRef master) => Akka.Actor.Props.Create(() => new Gate(master));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(MasterEnded));
        Context.Watch(_master);
    }

    private void PassOn(object message, string? mismatch)
    {
        if (mismatch is null)
        {
            _master.Forward(message);
        }
        else
        {
            Sender.Tell(new Refused(mismatch));
        }
    }

    private void Closed()
    {
        Receive<OpenSession>(_ => Sender.Tell(new Refused(_end)));
        Receive<RegisterWorker>(_ =>
        {
            // A master that starts on the same journal wants what the worker holds, so the worker is not sent away.
            if (!_failed)
            {
                Sender.Tell(new Refused(_end));
            }
        });
    }
}
