using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Samples;

/// <summary>Makes a task of every number, and ends the command when the last of them has ended.</summary>
public sealed class SumOfRootsHandler : CommandHandler<SumOfRoots>
{
    private readonly List<double> _roots = [];
    private CommandRequest? _request;
    private int _open;

    protected override void Launch(SumOfRoots command, CommandRequest request)
    {
        if (_open > 0)
        {
            Failed(request, "another sum is being computed");
            return;
        }

        _roots.Clear();
        _request = request;
        _open = command.Numbers.Count;
        foreach (var number in command.Numbers)
        {
            Submit(WorkItem.Create("System.Math", "Sqrt", number));
        }
    }

    protected override void OnTaskResult(TaskRecord record)
    {
        _roots.Add(record.ReturnValue!.Value.GetDouble());
        if (--_open == 0)
        {
            Done(_request!, returnValue: _roots.Sum());
        }
    }
}
