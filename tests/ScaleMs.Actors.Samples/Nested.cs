using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Samples;

/// <summary>Functions that submit tasks.</summary>
public static class Nested
{
    /// <summary>A Fibonacci number; each call below is a task.</summary>
    public static async Task<long> FibonacciAsync(int n, ISubTasks subTasks)
    {
        if (n < 2)
        {
            return n;
        }

        var first = await subTasks.SubmitAsync(WorkItem.Call(() => FibonacciAsync(n - 1, null!)).Item);
        var second = await subTasks.SubmitAsync(WorkItem.Call(() => FibonacciAsync(n - 2, null!)).Item);
        return (await first.WaitAsync()).Value<long>() + (await second.WaitAsync()).Value<long>();
    }

    /// <summary>The sum of the numbers up to <paramref name="count"/>, each from a task of its own, all at the same time.</summary>
    public static async Task<int> FanOutAsync(int count, int milliseconds, ISubTasks subTasks)
    {
        var tasks = new List<ISubTask>();
        for (var i = 1; i <= count; i++)
        {
            var number = i;
            tasks.Add(await subTasks.SubmitAsync(WorkItem.Call(() => Work.Echo(number, milliseconds, default)).Item));
        }

        var results = await Task.WhenAll(tasks.Select(static task => task.WaitAsync()));
        return results.Sum(static result => result.Value<int>());
    }

    /// <summary>The output of a shell command that runs as a task.</summary>
    public static async Task<string> ShellAsync(string command, ISubTasks subTasks) =>
        (await subTasks.RunAsync(new TaskDescription { Mode = TaskMode.Shell, Command = command })).Outcome.Stdout;

    /// <summary>What a task says that fails.</summary>
    public static async Task<string?> FailureAsync(string message, ISubTasks subTasks) =>
        (await subTasks.RunAsync(WorkItem.Call(() => Work.Fail(message)).Item)).Outcome.Exception;

    /// <summary>What a task says that ends its process.</summary>
    public static async Task<string?> ExitAsync(int code, ISubTasks subTasks) =>
        (await subTasks.RunAsync(WorkItem.Create("ScaleMs.Actors.Samples.Mischief", "Exit", code))).Outcome.Exception;

    /// <summary>Waits for a task that lasts until it is cancelled.</summary>
    public static async Task ForeverAsync(ISubTasks subTasks, CancellationToken cancellation)
    {
        var task = await subTasks.SubmitAsync(WorkItem.Create("ScaleMs.Actors.Samples.Work", "ForeverAsync"), cancellation);
        await task.WaitAsync(cancellation);
    }
}
