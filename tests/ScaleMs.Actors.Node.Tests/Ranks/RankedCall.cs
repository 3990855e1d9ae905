using System.Text;
using System.Text.Json;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Tasks of functions with several ranks, as the SCALE-MS master describes them.</summary>
internal static class RankedCall
{
    /// <summary>A call of a method of the class Ranks of the samples.</summary>
    public static string DotNet(int ranks, string method, params object?[] args) => Text(typeof(Samples.Ranks).FullName!, ranks, "", method, args);

    /// <summary>As <see cref="DotNet"/>, with other keys of a description, each preceded by a comma.</summary>
    public static string DotNetWith(string more, int ranks, string method, params object?[] args) => Text(typeof(Samples.Ranks).FullName!, ranks, more, method, args);

    /// <summary>A call of a function of <c>ranked.py</c>.</summary>
    public static string Python(int ranks, string function, params object?[] args) => Text("ranked", ranks, "", function, args);

    /// <summary>As <see cref="Python"/>, with other keys of a description, each preceded by a comma.</summary>
    public static string PythonWith(string more, int ranks, string function, params object?[] args) => Text("ranked", ranks, more, function, args);

    /// <summary>A call of a function of <c>ranked.py</c> without a communicator.</summary>
    public static string OneRank(string function, params object?[] args) =>
        $$"""{"mode": "task.function", "module": "ranked", "function": "{{function}}", "args": {{JsonSerializer.Serialize(args)}}, "fresh": true}""";

    /// <summary>Submits a task.</summary>
    /// <returns>It, when the master has accepted it.</returns>
    public static Task<TaskHandle> SubmitAsync(this ScaleMsClient client, string line) =>
        client.SubmitAsync(TaskInput.Parse(Encoding.UTF8.GetBytes(line)).Searching([PythonFile.Modules]));

    /// <summary>Runs a task to its end.</summary>
    public static async Task<TaskRecord> RunAsync(this ScaleMsClient client, string line) => await (await client.SubmitAsync(line)).EndsAsync();

    /// <summary>Waits for the end of a task.</summary>
    public static Task<TaskRecord> EndsAsync(this TaskHandle task) => task.Result.WaitAsync(Processes.NodeProcess.Long);

    /// <summary>The return values of the ranks of a task that is DONE, each of which is a list of numbers.</summary>
    public static long[][] Ranks(this TaskRecord record)
    {
        Assert.True(record.State == TaskState.Done, $"{record.State}: {record.Exception}\n{record.Stderr}");
        return record.ReturnValue!.Value.Deserialize<double[][]>()!.Select(static rank => rank.Select(static number => (long)number).ToArray()).ToArray();
    }

    /// <summary>Checks that a task has FAILED, and why.</summary>
    public static void HasFailed(this TaskRecord record, ErrorKind kind, params string[] texts)
    {
        Assert.True(record.State == TaskState.Failed && record.ErrorKind == kind, $"{record.State} {record.ErrorKind}: {record.Exception}");
        Assert.True(texts.All(text => record.Exception!.Contains(text, StringComparison.Ordinal)), record.Exception);
    }

    private static string Text(string module, int ranks, string more, string function, object?[] args) => $$$"""
        {"mode": "task.function", "function": "run_in_worker", "ranks": {{{ranks}}}, "fresh": true{{{more}}}, "kwargs": {"work_item":
        {"module": "{{{module}}}", "func": "{{{function}}}", "args": {{{JsonSerializer.Serialize(args)}}}, "kwargs": { }, "comm_arg_name": ""} } }
        """.ReplaceLineEndings(" ");
}
