using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>Leads from a running task to its slot.</summary>
internal interface ISubTaskLine
{
    void Submit(uint request, PayloadKind form, byte[] payload);

    /// <summary>The task waits from now on.</summary>
    void Waits();

    /// <summary>What the task waited for has come; <see cref="SubTaskClient.GoOn"/> follows when there are slots for it.</summary>
    void WantsToGoOn();
}
