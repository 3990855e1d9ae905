using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Isolation;

/// <summary>Tells a process what becomes of the tasks that those in it have submitted.</summary>
internal sealed class SubTaskReplies(SlotProcess process) : ISubTaskOwner
{
    public void Accepted(uint request, string uid) => Send(new AcceptedFrame(request, uid));

    public void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome) => Send(new SubEndedFrame(request, state, outcome));

    private void Send<TFrame>(in TFrame frame)
        where TFrame : struct, IFrame<TFrame>
    {
        var frames = new FrameBuffer();
        frames.Add(frame);
        process.Send(frames);
    }
}
