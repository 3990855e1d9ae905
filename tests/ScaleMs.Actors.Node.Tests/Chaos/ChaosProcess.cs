using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>A process of the script, replaced by a new one after its end.</summary>
internal sealed class ChaosProcess(string name, string logs, Func<int, NodeProcess> start) : IAsyncDisposable
{
    private NodeProcess? _process;
    private bool _paused;

    /// <summary>Processes so far.</summary>
    public int Count { get; private set; }

    public string Name => name;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Its exit code, if it has ended by itself.</summary>
    public int? Ended => _process is { HasExited: true } ended ? ended.ExitCode : null;

    public string Errors => _process?.Errors ?? "";

    public void Start() => _process ??= start(++Count);

    /// <summary>Applies the step, if there is a process.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> SufferAsync(ChaosAct act)
    {
        if (!IsRunning)
        {
            return false;
        }

        if (act == ChaosAct.Pause)
        {
            _paused = true;
            _process!.Pause();
        }
        else
        {
            // Only this process: processes that it started must notice by themselves.
            _process!.Kill();
            await _process.ExitsAsync();
            await ForgetAsync();
        }

        return true;
    }

    /// <summary>Undoes a step: the process continues, or a new one starts.</summary>
    public void Recover()
    {
        if (_paused)
        {
            _paused = false;
            _process?.Continue();
        }

        Start();
    }

    /// <summary>Waits for its end.</summary>
    public Task<int> EndsAsync() => _process?.ExitsAsync() ?? throw new InvalidOperationException($"{name} has no process");

    /// <summary>Saves the process's output and drops the process.</summary>
    public async Task ForgetAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            _paused = false;
            await process.DisposeAsync();
            await File.WriteAllTextAsync(Path.Combine(logs, $"{name}-{Count}.log"), $"{process.Errors}\n---\n{string.Join('\n', process.Output)}\n");
        }
    }

    public async ValueTask DisposeAsync() => await ForgetAsync();
}
