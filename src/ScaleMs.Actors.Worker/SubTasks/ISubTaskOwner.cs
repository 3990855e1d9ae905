using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.SubTasks;

internal interface ISubTaskOwner
{
    void Accepted(uint request, string uid);

    void Ended(uint request, TaskState state, ReadOnlyMemory<byte> outcome);
}
