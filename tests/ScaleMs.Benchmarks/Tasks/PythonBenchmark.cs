using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Benchmarks.Nodes;
using static ScaleMs.Benchmarks.Nodes.Checkout;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>
/// Python functions from a client through a master and two workers of one slot each, with a journal, beside mpi4py.futures with two workers
/// of the same interpreter.
/// </summary>
internal static class PythonBenchmark
{
    private const int Mebibyte = 1024 * 1024;

    // Bounds the memory of client and master, and keeps both slots busy.
    private const int PayloadsInFlight = 16;

    private static int _items;

    public static async Task RunAsync(string[] args)
    {
        var count = Number(args, "--count", 100_000);
        var runs = Number(args, "--runs", 3);
        var scalems = Option(args, "--scalems") ?? Executable;
        var python = Option(args, "--python") ?? "/usr/bin/python3";
        var journal = Option(args, "--journal") == "off" ? "off" : Path.Combine(Path.GetTempPath(), $"scalems-bench-{Environment.ProcessId}.journal");
        var port = Ports.Free();

        using var seed = await NodeProcess.StartAsync(scalems, $"seed --port {port} --set scalems.journal={journal}", "ready");
        var worker = $"worker --slots 1 --seed 127.0.0.1:{port} --python {python}";
        using var first = await NodeProcess.StartAsync(scalems, worker, "egistered");
        using var second = await NodeProcess.StartAsync(scalems, worker, "egistered");
        await using var client = await ConnectAsync(port, null);
        await EveryTask.RunAsync(client, 5_000, NoOp);

        var only = Option(args, "--case");
        if (only is null or "rate")
        {
            await RatesAsync(client, count, runs, python, journal != "off");
        }

        if (only is null or "single")
        {
            await SinglesAsync(client);
        }

        if (only is null or "payloads")
        {
            await PayloadsAsync(client, runs);
        }

        if (only is null or "start")
        {
            await StartsAsync(client);
        }
    }

    private static async Task RatesAsync(ScaleMsClient client, int count, int runs, string python, bool journal)
    {
        var (rates, futures) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            rates.Add(count / (await EveryTask.RunAsync(client, count, NoOp)).TotalSeconds);
            futures.Add(await FuturesAsync(python, count / 10));
        }

        Report($"{count} no-op Python functions, journal {(journal ? "on" : "off")}", $"{Median(rates):0} tasks/s ({rates.Min():0} to {rates.Max():0})");
        Report($"mpi4py.futures, {count / 10} of them", $"{Median(futures):0} tasks/s ({futures.Min():0} to {futures.Max():0})");
    }

    private static async Task SinglesAsync(ScaleMsClient client)
    {
        // The first thousand run while their code is still being compiled.
        const int Count = 2_000;
        var times = new List<double>();
        for (var n = 0; n < 2 * Count; n++)
        {
            times.Add(await TimeAsync(client, NoOp()));
        }

        times = [.. times[Count..].Order()];
        Report("one at a time, from call to result", $"p50 {times[Count / 2]:0.00} ms, p99 {times[Count * 99 / 100]:0.00} ms");
    }

    /// <summary>Never the same twice: an equal one would not run.</summary>
    private static TaskInput NoOp() => WorkItem.Create("operator", "truth", _items++) with { Runtime = TaskRuntime.Python };

    private static async Task<double> TimeAsync(ScaleMsClient client, TaskInput task)
    {
        var clock = Stopwatch.StartNew();
        var handle = await client.SubmitAsync(task);
        var record = await handle.Result;
        return record.State == TaskState.Done ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException(record.Exception);
    }

    private static async Task PayloadsAsync(ScaleMsClient client, int runs)
    {
        const int Count = 256;
        var bytes = new byte[Mebibyte];
        new Random(1).NextBytes(bytes);
        WorkItem Copy()
        {
            BitConverter.TryWriteBytes(bytes, _items++);
            return new WorkItem { Module = "copy", Func = "copy", Args = [JsonDocument.Parse($$"""{"$bytes":"{{Convert.ToBase64String(bytes)}}"}""").RootElement] };
        }

        var rates = new List<double>();
        for (var run = 0; run <= runs; run++)
        {
            TaskInput[] items = [.. Enumerable.Range(0, Count).Select(_ => (TaskInput)Copy())];
            var clock = Stopwatch.StartNew();
            await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = PayloadsInFlight }, async (item, _) => await CopyAsync(client, item));
            if (run > 0)
            {
                rates.Add(2 * Count / clock.Elapsed.TotalSeconds);
            }
        }

        Report("1 MiB of bytes there and back", $"{Median(rates):0} MiB/s ({rates.Min():0} to {rates.Max():0})");
    }

    private static async Task CopyAsync(ScaleMsClient client, TaskInput task)
    {
        var record = await (await client.SubmitAsync(task)).Result;
        if (record.State != TaskState.Done || !JsonMarshal.GetRawUtf8Value(record.ReturnValue!.Value).SequenceEqual(JsonMarshal.GetRawUtf8Value(((WorkItem)task.Content).Args[0])))
        {
            throw new InvalidOperationException(record.Exception ?? "another value came back");
        }
    }

    /// <summary>Each of these tasks needs an interpreter of its own.</summary>
    private static async Task StartsAsync(ScaleMsClient client)
    {
        var times = new List<double>();
        for (var n = 0; n < 20; n++)
        {
            times.Add(await TimeAsync(client, new TaskDescription { Mode = TaskMode.Function, Module = "operator", Function = "truth", Args = [JsonSerializer.SerializeToElement(_items++)], PreExec = [$": {n}"] }));
        }

        Report("a task that starts its interpreter, from call to result", $"p50 {Median(times):0} ms");
    }

    private static async Task<double> FuturesAsync(string python, int count)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Tasks", "futures.py");
        var start = new ProcessStartInfo("mpiexec", ["-n", "3", "--oversubscribe", python, "-m", "mpi4py.futures", script, $"{count}"]) { RedirectStandardOutput = true };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(output, System.Globalization.CultureInfo.InvariantCulture);
    }
}
