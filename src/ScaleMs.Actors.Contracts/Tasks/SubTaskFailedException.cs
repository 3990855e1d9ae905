namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>A sub-task has no value, because it is not DONE.</summary>
public sealed class SubTaskFailedException(SubTaskResult result) : ScaleMsException($"the sub-task is {result.State}: {result.Outcome.Exception ?? "it has no error"}")
{
    public SubTaskResult Result { get; } = result;
}
