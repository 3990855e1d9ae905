using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.SubTasks;

internal sealed class SubTaskPort
{
    public void Submit(in TaskRow parent, PayloadKind form, ReadOnlyMemory<byte> json, ISubTaskOwner owner, uint request) => throw new NotSupportedException();

    public void Forget(ISubTaskOwner owner) => throw new NotSupportedException();
}
