using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Client.Tests;

public sealed class SubmissionMemoryTests
{
    [Fact]
    public void A_client_asks_whether_its_results_still_come_only_for_tasks_that_the_master_accepted()
    {
        // Otherwise a client paused before sending its first batch would treat its predecessor as its successor.
        var submission = new Submission(Guid.CreateVersion7());
        var row = submission.Add(WorkItem.Create("m", "f"), watched: null);
        submission.Add(WorkItem.Create("m", "g"), watched: null);
        Assert.False(submission.WaitsForAccepted);

        submission.Accepted(first: 0, count: 1);
        Assert.True(submission.WaitsForAccepted);

        submission.Ended(new ResultRow { Key = row.Key, State = TaskState.Done });
        Assert.False(submission.WaitsForAccepted);
    }
}
