using System.Diagnostics;

namespace ScaleMs.Benchmarks.Nodes;

/// <summary>One running process of a measurement, ended with it.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<string> _heard = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it has printed.</summary>
    public string[] Lines
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Starts it and returns when it has printed a line that contains <paramref name="readyWhen"/>.</summary>
    /// <param name="program">An executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="readyWhen">Part of the line.</param>
    /// <param name="patience">For that line; null = 30 s.</param>
    public static async Task<NodeProcess> StartAsync(string program, string arguments, string readyWhen, TimeSpan? patience = null)
    {
        var node = Start(program, arguments, readyWhen);
        try
        {
            await node.ReadyAsync(patience ?? Patience);
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Starts it, to wait for <see cref="ReadyAsync"/>.</summary>
    public static NodeProcess Start(string program, string arguments, string readyWhen)
    {
        var node = new NodeProcess(new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true },
        });
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (node._heard)
            {
                node._heard.Add(line.Data ?? "");
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
        return node;
    }

    public async Task ReadyAsync(TimeSpan patience)
    {
        try
        {
            await _ready.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException(
                $"'{_process.StartInfo.FileName} {_process.StartInfo.Arguments}' was not ready in {patience.TotalSeconds:0} s; it printed:\n{string.Join('\n', Lines)}");
        }
    }

    /// <summary>What it has used since it started.</summary>
    public ProcessUsage Usage() => ProcessUsage.Of(Id);

    /// <summary>The processes that it started itself.</summary>
    public int[] Children() => ProcessUsage.ChildrenOf(Id);

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
