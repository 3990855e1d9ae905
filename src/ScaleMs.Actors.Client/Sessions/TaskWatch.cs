using System.Threading.Channels;
using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A subscriber to changes of tasks.</summary>
internal sealed class TaskWatch(Subscribe subscribe, ChannelWriter<TaskStateChanged> changes) : Watch(subscribe)
{
    private readonly HashSet<string> _ids = [.. subscribe.Ids];

    public override void Take(object change)
    {
        if (change is TaskStateChanged task && (Subscribe.All || task.Submission == Subscribe.Submission || _ids.Contains(task.Uid)))
        {
            changes.TryWrite(task);
        }
    }

    public override void End(Exception error) => changes.TryComplete(error);
}
