using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>One of the actors of a script: a process, and after its end another one in its place.</summary>
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

    /// <summary>Does the step's act, if there is a process.</summary>
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
            // It alone: what it started has to notice by itself.
            _process!.Kill();
            await _process.ExitsAsync();
            await ForgetAsync();
        }

        return true;
    }

    /// <summary>Undoes what a step did: it runs again, the same or another one.</summary>
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

    /// <summary>Writes down what it said, and has no process any more.</summary>
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
