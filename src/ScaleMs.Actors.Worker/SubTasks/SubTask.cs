using ScaleMs.Actors.Contracts.Batches;

namespace ScaleMs.Actors.Worker.SubTasks;

/// <summary>One sub-task until it is final.</summary>
/// <param name="row">Its row.</param>
/// <param name="owner">The process that waits for it.</param>
/// <param name="request">Its number there.</param>
internal sealed class SubTask(in TaskRow row, ISubTaskOwner owner, uint request)
{
    /// <summary>The row. Its description is released when the master has it.</summary>
    public TaskRow Row { get; private set; } = row;

    /// <summary>Null = the process is gone.</summary>
    public ISubTaskOwner? Owner { get; set; } = owner;

    public uint Request { get; } = request;

    public bool IsAccepted { get; private set; }

    /// <summary>The master may have it: a batch that is answered with Busy must be sent again, whoever waits.</summary>
    public bool WasSent { get; set; }

    public void Accept()
    {
        IsAccepted = true;
        Row = Row with { Payload = default, Options = default };
    }
}
