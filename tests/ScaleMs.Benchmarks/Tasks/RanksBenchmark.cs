using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>
/// Tasks of two ranks: Python functions that get a communicator of the MPI world of one worker, and .NET functions whose ranks are on two workers.
/// </summary>
internal static class RanksBenchmark
{
    private static int _items;

    public static async Task RunAsync(string[] args)
    {
        var count = Number(args, "--count", 5_000);
        var runs = Number(args, "--runs", 3);
        var scalems = Option(args, "--scalems") ?? Executable;
        var python = Option(args, "--python") ?? "/usr/bin/python3";
        Environment.SetEnvironmentVariable("OMPI_ALLOW_RUN_AS_ROOT", "1");
        Environment.SetEnvironmentVariable("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
        await PythonAsync(scalems, python, count, runs);
        await DotNetAsync(scalems, runs);
    }

    private static async Task PythonAsync(string scalems, string python, int count, int runs)
    {
        var port = Ports.Free();
        var directory = Directory.CreateTempSubdirectory("scalems-bench-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "ranks.py"), "def nothing(number, comm):\n    pass\n");
        using var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal=off", "ready");
        using var worker = await NodeProcess.StartAsync(scalems, $"worker --slots 2 --mpi --seed 127.0.0.1:{port} --python {python}", "egistered");
        await using var client = await ConnectAsync(port, null);
        TaskInput NoOp() => ((TaskInput)Described("ranks", "nothing", _items++)).Searching([directory]);
        await EveryTask.RunAsync(client, 500, NoOp);

        var rates = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            rates.Add(count / (await EveryTask.RunAsync(client, count, NoOp)).TotalSeconds);
        }

        Report($"{count} no-op Python functions of 2 ranks with a communicator", $"{Median(rates):0} tasks/s ({rates.Min():0} to {rates.Max():0})");
        Directory.Delete(directory, recursive: true);
    }

    private static async Task DotNetAsync(string scalems, int runs)
    {
        var port = Ports.Free();
        using var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal=off", "ready");
        var worker = $"worker --slots 1 --seed 127.0.0.1:{port} --python off --modules {typeof(Ranks).Assembly.Location}";
        using var first = await NodeProcess.StartAsync(scalems, worker, "egistered");
        using var second = await NodeProcess.StartAsync(scalems, worker, "egistered");
        await using var client = await ConnectAsync(port, null);
        var (barriers, rates) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            barriers.Add((await ValuesAsync(client, nameof(Ranks.BarrierAsync), 5_000 + run))[0] / 1_000);
            rates.Add((await ValuesAsync(client, nameof(Ranks.ThroughputAsync), 1, 200 + run))[0]);
        }

        Report("barrier of 2 .NET ranks on two workers", $"p50 {Median(barriers):0.00} ms ({barriers.Min():0.00} to {barriers.Max():0.00})");
        Report("all-reduce of 1 MiB on them", $"{Median(rates):0} MiB/s ({rates.Min():0} to {rates.Max():0})");
    }

    private static async Task<double[]> ValuesAsync(ScaleMsClient client, string function, params int[] arguments)
    {
        var handle = await client.SubmitAsync(Described(typeof(Ranks).FullName!, function, arguments));
        return (await handle.Result).Value<double[]>()!;
    }

    private static TaskDescription Described(string module, string function, params int[] arguments) => new()
    {
        Mode = TaskMode.Function,
        Function = TaskDescription.RunInWorker,
        Ranks = 2,
        Kwargs = ImmutableSortedDictionary<string, JsonElement>.Empty.Add(
            "work_item", JsonSerializer.SerializeToElement(new { module, func = function, args = arguments, kwargs = new { }, comm_arg_name = "comm" })),
    };
}
