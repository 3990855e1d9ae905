using System.Threading.Channels;
using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A subscriber to changes of workers.</summary>
internal sealed class WorkerWatch(ChannelWriter<WorkerStateChanged> changes) : Watch(new Subscribe { Workers = true })
{
    public override void Take(object change)
    {
        if (change is WorkerStateChanged worker)
        {
            changes.TryWrite(worker);
        }
    }

    public override void End(Exception error) => changes.TryComplete(error);
}
