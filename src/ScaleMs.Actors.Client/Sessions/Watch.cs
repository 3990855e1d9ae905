using System.Threading.Channels;
using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A subscriber to state changes.</summary>
internal sealed class Watch(Subscribe subscribe, ChannelWriter<TaskStateChanged> changes)
{
    private readonly HashSet<string> _ids = [.. subscribe.Ids];

    public Subscribe Subscribe => subscribe;

    public ChannelWriter<TaskStateChanged> Changes => changes;

    public bool Wants(TaskStateChanged change) =>
        subscribe.All || change.Submission == subscribe.Submission || _ids.Contains(change.Uid);
}
