using System.Diagnostics;
using System.Globalization;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Chaos;

/// <summary>A master with a journal, three workers and two clients, and a script that kills and pauses them.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    /// <summary>Environment variable of all processes of a run, inherited by the processes that they start.</summary>
    private const string Marker = "CHAOS_RUN";

    // Longer than it takes to notice and recover from the losses of the script's last steps.
    private static readonly TimeSpan StandStill = TimeSpan.FromSeconds(90);

    private readonly ChaosSettings _settings;
    private readonly int _port = Ports.Free();
    private readonly string _mark = $"{Guid.NewGuid():N}";
    private readonly ChaosProcess _master;
    private readonly ChaosProcess[] _workers;
    private readonly (ChaosClient Client, ChaosProcess Process)[] _clients;
    private readonly PriorityQueue<ChaosProcess, TimeSpan> _recoveries = new();
    private readonly List<string> _history = [];
    private readonly Stopwatch _clock = new();
    private long _received;
    private TimeSpan _progressAt;

    public ChaosRun(ChaosSettings settings)
    {
        _settings = settings;
        Logs = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"scalems-chaos-{settings.Seed}-")).FullName;
        File.WriteAllText(Configuration, Hocon(Journal));
        _master = new ChaosProcess("master", Logs, _ => Node("seed", "--port", $"{_port}"));
        _workers = [.. Enumerable.Range(0, ChaosScript.Workers).Select(number => new ChaosProcess(
            $"worker-{number}", Logs, _ => Node("worker", "--slots", $"{ChaosSettings.SlotsPerWorker}", "--modules", TaskFile.Modules, "--seed", Address)))];
        _clients = [.. Enumerable.Range(0, ChaosScript.Clients).Select(number =>
        {
            var client = new ChaosClient(Logs, number, ChaosWorkload.Generate(settings.Seed, number, settings.TasksPerClient, settings.MeanMilliseconds));
            return (client, new ChaosProcess($"client-{number}", Logs, run => Node([.. client.Submit(run), "--seed", Address])));
        })];
    }

    /// <summary>Directory of the run's logs and outputs.</summary>
    public string Logs { get; }

    public string Journal => Path.Combine(Logs, "master.journal");

    public IEnumerable<ChaosClient> Clients => _clients.Select(static entry => entry.Client);

    private string Address => $"127.0.0.1:{_port}";

    private string Configuration => Path.Combine(Logs, "chaos.conf");

    private IEnumerable<ChaosProcess> Processes => [_master, .. _workers, .. _clients.Select(static entry => entry.Process)];

    /// <summary>Plays the script, lets the clients finish, fetches their results once more, and stops everything.</summary>
    /// <returns>The violations.</returns>
    public async Task<List<string>> PlayAsync()
    {
        foreach (var process in Processes)
        {
            process.Start();
        }

        _clock.Start();
        var violations = new List<string>();
        var steps = new Queue<ChaosStep>(ChaosScript.Generate(_settings.Seed, _settings.Duration));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!AllClientsEnded(violations))
        {
            await tick.WaitForNextTickAsync();
            await DoWhatIsDueAsync(steps);
            RecoverWhatIsDue();
            violations.AddRange(_workers.Append(_master).Where(static process => process.Ended is not null)
                .Select(static process => $"{process.Name} ended by itself with exit code {process.Ended}: {process.Errors}"));
            if (violations.Count > 0 || StandsStill())
            {
                break;
            }
        }

        if (violations.Count == 0 && _clients.Any(static entry => entry.Process.IsRunning))
        {
            violations.Add(string.Create(
                CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds:0} s: clients get no more results, and have not all: {string.Join("; ", _clients.Select(static entry => entry.Process.Errors))}"));
        }

        _history.Add(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds:0.0} s: {(violations.Count == 0 ? "the clients have their results" : "given up")}"));
        while (_recoveries.TryDequeue(out var process, out _))
        {
            process.Recover();
        }

        if (violations.Count == 0)
        {
            try
            {
                violations.AddRange(await EndAsync());
            }
            catch (InvalidOperationException late)
            {
                // A process did not end.
                violations.Add(late.Message);
            }
        }

        await File.WriteAllLinesAsync(Path.Combine(Logs, "history.log"), _history.Concat(violations));
        return violations;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>After the script: no client has received a result for a long time.</summary>
    private bool StandsStill()
    {
        var received = _clients.Sum(static entry => entry.Client.ReceivedBytes(entry.Process.Count));
        if (received != _received || _clock.Elapsed < _settings.Duration || _recoveries.Count > 0)
        {
            (_received, _progressAt) = (received, _clock.Elapsed);
        }

        return _clock.Elapsed - _progressAt > StandStill;
    }

    private bool AllClientsEnded(List<string> violations)
    {
        foreach (var (_, process) in _clients)
        {
            if (process.Ended is not (null or ExitCode.Done or ExitCode.Failed))
            {
                violations.Add($"{process.Name} ended with exit code {process.Ended}: {process.Errors}");
            }
        }

        return _clients.All(static entry => entry.Process.Ended is not null);
    }

    private async Task DoWhatIsDueAsync(Queue<ChaosStep> steps)
    {
        while (steps.TryPeek(out var step) && step.At <= _clock.Elapsed)
        {
            steps.Dequeue();
            var process = step.Target switch
            {
                ChaosTarget.Master => _master,
                ChaosTarget.Worker => _workers[step.Number],
                _ => _clients[step.Number].Process,
            };
            var isBusy = _recoveries.UnorderedItems.Any(item => item.Element == process);
            var done = !isBusy && await process.SufferAsync(step.Act);
            _history.Add($"{step}{(done ? "" : " (not there)")}");
            if (done)
            {
                _recoveries.Enqueue(process, _clock.Elapsed + step.For);
            }
        }
    }

    private void RecoverWhatIsDue()
    {
        while (_recoveries.TryPeek(out var process, out var at) && at <= _clock.Elapsed)
        {
            _recoveries.Dequeue();
            process.Recover();
            _history.Add(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds:0.0} s: {process.Name} goes on, process {process.Count}"));
        }
    }

    private async Task<List<string>> EndAsync()
    {
        var violations = new List<string>();
        foreach (var (client, process) in _clients)
        {
            await using var fetch = Node([.. client.Fetch(), "--seed", Address]);
            if (await fetch.ExitsAsync() is not (ExitCode.Done or ExitCode.Failed) and var code)
            {
                violations.Add($"the results of {process.Name} are not to be had, exit code {code}: {fetch.Errors}");
            }

            violations.AddRange(client.Violations(process.Count));
        }

        await using var stop = Node("stop", "--seed", Address);
        if (await stop.ExitsAsync() is not ExitCode.Done and var stopped)
        {
            violations.Add($"the stop ended with exit code {stopped}: {stop.Errors}");
        }

        foreach (var process in _workers.Prepend(_master))
        {
            if (await process.EndsAsync() is not ExitCode.Done and var code)
            {
                violations.Add($"{process.Name} ended after the stop with exit code {code}: {process.Errors}");
            }
        }

        violations.AddRange(await LeftBehindAsync());
        return violations;
    }

    /// <summary>Checks that the child processes of killed processes have ended, too.</summary>
    private async Task<List<string>> LeftBehindAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = Directory.Exists("/proc") ? Directory.GetDirectories("/proc").Where(IsMarked).Select(Path.GetFileName).ToList() : [];
            if (left.Count == 0 || Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(20))
            {
                return left.ConvertAll(static id => $"process {id} is left behind");
            }

            await tick.WaitForNextTickAsync();
        }
    }

    private bool IsMarked(string process)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _)
                && File.ReadAllText(Path.Combine(process, "environ")).Contains(_mark, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended in the meantime, or belongs to another user.
            return false;
        }
    }

    private NodeProcess Node(params string[] arguments) =>
        NodeProcess.StartWith(null, new Dictionary<string, string> { [Marker] = _mark }, [.. arguments, "--config", Configuration]);

    /// <summary>Failures are detected sooner than by default, so that more steps fit into the time.</summary>
    private static string Hocon(string journal) =>
        $$"""
        scalems.journal = "{{journal}}"
        scalems.master.recovery-wait = 8s
        scalems.workers.lost-after = 2s
        scalems.workers.max-attempts = 1000
        scalems.worker.register-deadline = 300s
        scalems.client.connect-deadline = 60s
        akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
        akka.cluster.split-brain-resolver.stable-after = 2s
        """;
}
