namespace ScaleMs.Actors.Worker.Tests.Isolation;

/// <content>Situations in which tests begin.</content>
internal sealed partial class SlotBench
{
    public void RunThread(int steps)
    {
        for (var n = 0; n < steps; n++)
        {
            RunThread();
        }
    }

    /// <summary>A task that runs in a new process.</summary>
    public BenchTask Run()
    {
        var task = Add();
        RunThread(3);
        Ready();
        RunThread();
        Begin();
        return task;
    }

    /// <summary>A task that runs in a process where a function ran before.</summary>
    public BenchTask RunSecond()
    {
        Run();
        End();
        var task = Add();
        RunThread(3);
        Begin();
        return task;
    }

    /// <summary>Two tasks, one running and one prefetched.</summary>
    public (BenchTask First, BenchTask Second) RunFirstOfTwo()
    {
        // Tasks are prefetched once they are known to be short.
        for (var n = 0; n < 50; n++)
        {
            Add();
        }

        Finish();
        var (first, second) = (Add(), Add());
        RunThread(3);
        Begin();
        Assert.Single(Process!.Waiting);
        return (first, second);
    }
}
