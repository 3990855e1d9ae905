using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Isolation.Links;
using ScaleMs.Actors.Worker.Posix;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>
/// Interpreters that one launcher, such as mpirun, has started as ranks of one MPI program; of a world that is spread over workers, those of this
/// one. They begin together and end together: when one dies, all do.
/// </summary>
internal sealed class MpiWorld : IDisposable
{
    // mpirun ends within a second or two when a rank has, or when it is told to.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    // Enough for what mpirun and a crashing rank say.
    private const int MostSaid = 8 * 1024;

    private readonly Lock _gate = new();
    private readonly string _token;
    private readonly int _first;
    private readonly WorldRank[] _ranks;
    private readonly StringBuilder _said = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TaskCompletionSource<int?> _launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private volatile Process? _launcher;
    private WorldRank? _culprit;
    private bool _isKilled;

    private readonly StartFrame _start;
    private readonly SlotCommand? _launch;
    private readonly SlotEnvironment _environment;
    private readonly bool _isForOneTask;
    private bool _hasBegun;

    /// <summary>A world that this worker takes part in. It begins when the first rank is asked for.</summary>
    /// <param name="name">The name by which its ranks find this worker; not used for any other world.</param>
    /// <param name="token">What its ranks know.</param>
    /// <param name="first">The first rank of this worker.</param>
    /// <param name="count">Ranks of this worker.</param>
    /// <param name="start">What each interpreter is told first.</param>
    /// <param name="launch">Starts all ranks; null = another worker does.</param>
    /// <param name="environment">Variables of theirs.</param>
    /// <param name="isForOneTask">True = all its ranks are those of one task.</param>
    public MpiWorld(string name, string token, int first, int count, StartFrame start, SlotCommand? launch, SlotEnvironment environment, bool isForOneTask)
    {
        (Name, _token, _first, _start, _launch, _environment, _isForOneTask) = (name, token, first, start, launch, environment, isForOneTask);
        _ranks = [.. Enumerable.Range(first, count).Select(rank => new WorldRank(rank))];
    }

    public string Name { get; }

    /// <summary>The task that it is for; null = it is for any.</summary>
    public TaskRow? ForTask { get; init; }

    /// <summary>What the worker has besides slots.</summary>
    public ResourceSettings Resources { get; init; } = ResourceSettings.None;

    /// <summary>The cores of the task here, which its ranks share; null = it has none of its own.</summary>
    public DeviceLease? Cores { get; init; }

    /// <summary>True = no further task comes to it.</summary>
    private bool IsRetired { get; set; }

    /// <summary>The variables by which a rank finds its worker.</summary>
    public static (string Name, string? Value)[] Variables(string world, string token) => [("SCALEMS_WORLD", world), ("SCALEMS_WORLD_TOKEN", token)];

    /// <summary>A slot has that rank from now on; null = no further task comes to the world.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The launcher cannot be started.</exception>
    public RankLink? Join(int rank, Action outdated)
    {
        lock (_gate)
        {
            if (IsRetired && !_isForOneTask)
            {
                return null;
            }

            if (!_hasBegun)
            {
                _hasBegun = true;
                BeginUnlessOver_NeedsLock();
            }

            return _ranks[rank - _first].Link = new RankLink(this, rank, outdated);
        }
    }

    private void BeginUnlessOver_NeedsLock()
    {
        if (IsOver)
        {
            _launched.TrySetResult(null);
            return;
        }

        try
        {
            foreach (var rank in _ranks)
            {
                var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                listener.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0scalems/{Name}/{rank.Number}")));
                listener.Listen();
                _ = AcceptAsync(listener, rank);
            }

            if (_launch is null)
            {
                _launched.SetResult(null);
            }
            else
            {
                Launch(_launch);
            }
        }
        catch
        {
            IsRetired = true;
            _over.Cancel();
            Cores?.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a rank to connect.</summary>
    /// <returns>Its connection; null = it has none.</returns>
    public Socket? Connection(int rank, TimeSpan deadline, out string? problem)
    {
        var connected = _ranks[rank - _first].Connected.Task;
#pragma warning disable VSTHRD002 // On the thread of the slot's reader, which has nothing else to do.
        var first = Task.WaitAny([connected, EndOfLauncher()], deadline);
        problem = connected.IsCompletedSuccessfully ? null
            : IsOver ? "its MPI world has ended"
            : first == 1 ? string.Create(CultureInfo.InvariantCulture, $"the MPI launcher ended with exit code {_launched.Task.Result}")
            : string.Create(CultureInfo.InvariantCulture, $"rank {rank} of its MPI world did not connect within {deadline.TotalSeconds} s");
        return problem is null ? connected.Result : null;
#pragma warning restore VSTHRD002
    }

    /// <summary>The process of a rank that is connected.</summary>
    public int ProcessOf(int rank) => _ranks[rank - _first].Process;

    /// <summary>No further task comes to the world: its slots give its ranks back when they are idle, and then it ends.</summary>
    public void Retire()
    {
        List<RankLink> links;
        lock (_gate)
        {
            IsRetired = true;
            links = [.. _ranks.Select(static rank => rank.Link).OfType<RankLink>()];
        }

        foreach (var link in links)
        {
            link.Outdated();
        }
    }

    /// <summary>The slot does not need the rank any more.</summary>
    /// <returns>False when it is given back already.</returns>
    public bool Release(RankLink link)
    {
        bool isLast;
        lock (_gate)
        {
            var rank = _ranks[link.Rank - _first];
            if (rank.Link != link || rank.IsReleased)
            {
                return false;
            }

            rank.IsReleased = true;
            IsRetired = true;
            isLast = _ranks.All(static rank => rank.Link is null || rank.IsReleased);
        }

        if (isLast && _launcher is not null)
        {
            _ = Task.Run(End);
        }
        else
        {
            Retire();
        }

        return true;
    }

    /// <summary>Kills a rank, and with it the world.</summary>
    public void Kill(RankLink link)
    {
        var rank = _ranks[link.Rank - _first];
        lock (_gate)
        {
            if (rank.IsReleased || _isKilled || IsOver)
            {
                return;
            }

            _isKilled = true;
            _culprit ??= rank;
            IsRetired = true;
        }

        if (rank.Process > 0)
        {
            _ = LinuxCalls.Kill(rank.Process, LinuxCalls.Sigkill);
        }

        _ = Task.Run(() => EndAfter(rank));
    }

    /// <summary>How a rank ended whose connection has.</summary>
    public LinkEnd EndOf(RankLink link)
    {
        var rank = _ranks[link.Rank - _first];
        bool isFirst;
        lock (_gate)
        {
            if (rank.IsReleased || (IsOver && !_isKilled))
            {
                return new LinkEnd(0);
            }

            IsRetired = true;
            _culprit ??= rank;
            isFirst = _culprit == rank;
        }

        if (!isFirst && !_isForOneTask)
        {
            return new LinkEnd(null) { IsInnocent = true };
        }

        EndAfter(rank);
#pragma warning disable VSTHRD002 // It has ended.
        return new LinkEnd(_launched.Task.IsCompleted ? _launched.Task.Result : null) { WithWorld = _isForOneTask, Said = isFirst ? SaidSoFar() : "" };
#pragma warning restore VSTHRD002
    }

    private void EndAfter(WorldRank ended)
    {
        if (ended.Process > 0)
        {
            // The launcher ends the others. If their connections ended now, it might notice the end of one of them first, and its exit code would be that one's.
            _ = LauncherHasEnded();
        }

        End();
    }

    /// <summary>Ends it, without waiting for that, if ranks of this worker are not connected yet.</summary>
    public void EndUnlessConnected()
    {
        if (!_ranks.All(static rank => rank.Connected.Task.IsCompletedSuccessfully))
        {
            Dispose();
        }
    }

    /// <summary>Ends it, without waiting for that.</summary>
    public void Dispose() => _ = Task.Run(End);

    /// <summary>Ends all ranks: they end when their connection does, and the launcher when they have.</summary>
    public void End()
    {
        _over.Cancel();
        foreach (var rank in _ranks)
        {
            rank.Close();
        }

        if (_launcher is not { } launcher)
        {
            Cores?.Dispose();
            return;
        }

        if (LauncherHasEnded())
        {
            return;
        }

        // mpirun removes its files when it is told to end, and not when it is killed.
        _ = LinuxCalls.Kill(launcher.Id, LinuxCalls.Sigterm);
        if (!LauncherHasEnded())
        {
            ProcessTree.Kill(launcher.Id, _mark);
            _ = LauncherHasEnded();
        }
    }

#pragma warning disable VSTHRD002 // On a thread that has nothing else to do.
    private bool LauncherHasEnded()
    {
        if (!_launched.Task.Wait(EndTime))
        {
            return false;
        }

        Cores?.Dispose();
        return true;
    }
#pragma warning restore VSTHRD002

    private bool IsOver => _over.IsCancellationRequested;

    private Task EndOfLauncher() => _launcher is null ? Task.Delay(Timeout.InfiniteTimeSpan, _over.Token) : _launched.Task;

    private void Launch(SlotCommand launch)
    {
        var process = new Process
        {
            EnableRaisingEvents = true,
            StartInfo = new ProcessStartInfo(launch.Program, launch.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.StartInfo.Environment[MpiLauncher.YieldVariable] = MpiLauncher.Yield;
        _environment.SetVariables(process.StartInfo);
        foreach (var (variable, value) in Variables(Name, _token))
        {
            process.StartInfo.Environment[variable] = value;
        }

        process.StartInfo.Environment[ProcessTree.MarkVariable] = _mark;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        _launcher = process;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = WaitAsync(process);
    }

    private async Task WaitAsync(Process process)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        _launched.TrySetResult(process.ExitCode);
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (line is not null && _said.Length < MostSaid)
            {
                _said.Append(line).Append('\n');
            }
        }
    }

    private string SaidSoFar()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }

    private async Task AcceptAsync(Socket listener, WorldRank rank)
    {
        using (listener)
        {
            try
            {
                while (true)
                {
                    var socket = await listener.AcceptAsync(_over.Token).ConfigureAwait(false);
                    if (await GreetAsync(socket, rank).ConfigureAwait(false))
                    {
                        await SendAgentAsync(socket, rank.Number).ConfigureAwait(false);
                        rank.Connected.SetResult(socket);
                        return;
                    }

                    socket.Dispose();
                }
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The world has ended before.
            }
        }
    }

    /// <summary>False = it is no rank of this world.</summary>
    private async Task<bool> GreetAsync(Socket socket, WorldRank rank)
    {
        if (PeerCredentials.UserOf(socket) != LinuxCalls.EffectiveUser())
        {
            return false;
        }

        var text = new byte[256];
        var length = 0;
        while (length < text.Length && text.AsSpan(0, length).Count((byte)'\n') < 2)
        {
            var count = await socket.ReceiveAsync(text.AsMemory(length), _over.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            length += count;
        }

        if (Encoding.UTF8.GetString(text.AsSpan(0, length)).Split('\n') is not [var token, var process, ""] || token != _token
            || !int.TryParse(process, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        // A launcher may start ranks by a daemon, so they do not inherit this. They load MPI, which starts threads, when they have the agent.
        Affinity.Move(id, Cores?.Cores ?? []);
        rank.Greet(socket, id);
        return true;
    }

    /// <summary>The GPUs of a rank: the launcher starts all of them with the same variables.</summary>
    private StartFrame StartOf(int rank) => ForTask is { Gpus.IsDefaultOrEmpty: false } task
        ? _start with { Environment = _start.Environment.SetItem(Resources.GpuVariable, Resources.NamesOf(task.GpusOf(rank))) }
        : _start;

    private async Task SendAgentAsync(Socket socket, int rank)
    {
        var archive = AgentArchive.Content;
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, archive.Length);
        var frames = new FrameBuffer();
        frames.Add(StartOf(rank));
        foreach (var part in new ReadOnlyMemory<byte>[] { length, archive, frames.Written.ToArray() })
        {
            for (var rest = part; !rest.IsEmpty;)
            {
                rest = rest[await socket.SendAsync(rest, _over.Token).ConfigureAwait(false)..];
            }
        }
    }
}
