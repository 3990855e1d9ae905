using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Node.Results;

namespace ScaleMs.Actors.Node.Runs;

/// <summary>Runs a workflow document through a client: all tasks or none.</summary>
internal sealed class WorkflowRun(ScaleMsClient client, WorkflowDocument workflow, SubmissionRequest submission, ResultFile results, RunCounts counts) : IRun
{
    public Task<long?> CountAsync(CancellationToken stop) => Task.FromResult<long?>(workflow.Items.Count);

    public Task RunAsync(CancellationToken interrupted, CancellationToken abandoned) =>
        SubmissionCancel.RunAsync(client, submission, ReceiveAsync, interrupted, abandoned);

    public async Task DetachAsync(CancellationToken interrupted)
    {
        AddRead();
        await client.SubmitAsync(workflow, submission.Id, submission.MaxRunning, interrupted);
    }

    private async Task ReceiveAsync(CancellationToken abandoned)
    {
        var places = workflow.Ordered().Select(static (task, index) => (task.Scheduling.Name!, index)).ToDictionary(StringComparer.Ordinal);
        try
        {
            await foreach (var (name, ended) in client.RunAsync(workflow, submission.Id, submission.MaxRunning, abandoned))
            {
                var record = ClientOutputs.MayBeIn(ended) ? await ClientOutputs.GetAsync(client, ended, abandoned) : ended;
                if (counts.Read == 0)
                {
                    AddRead();
                }

                var place = ResultPlace.OfItem(name);
                counts.Add(place, record);
                results.Add(places[name], place, record);
                results.Flush();
            }
        }
        finally
        {
            results.Flush();
        }
    }

    private void AddRead()
    {
        for (var i = 0; i < workflow.Items.Count; i++)
        {
            counts.AddRead();
        }
    }
}
