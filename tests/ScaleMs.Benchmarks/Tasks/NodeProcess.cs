using System.Diagnostics;
using System.Globalization;

namespace ScaleMs.Benchmarks.Tasks;

/// <summary>One running <c>scalems</c>, ended with its measurement.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process) => _process = process;

    /// <summary>Starts it and returns when it has printed a line that contains <paramref name="readyWhen"/>.</summary>
    public static async Task<NodeProcess> StartAsync(string scalems, string arguments, string readyWhen)
    {
        var node = new NodeProcess(new Process
        {
            StartInfo = new ProcessStartInfo(scalems, arguments) { RedirectStandardError = true, RedirectStandardOutput = true },
        });
        var heard = new List<string>();
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (heard)
            {
                heard.Add(line.Data ?? "");
            }

            if (line.Data?.Contains(readyWhen, StringComparison.Ordinal) == true)
            {
                node._ready.TrySetResult();
            }
        }

        node._process.OutputDataReceived += Hear;
        node._process.ErrorDataReceived += Hear;
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        try
        {
            await node._ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            node.Dispose();
            throw new InvalidOperationException($"'{scalems} {arguments}' did not print '{readyWhen}' in 30 s; it printed:\n{string.Join('\n', heard)}");
        }

        return node;
    }

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMebibytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
