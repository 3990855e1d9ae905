using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Isolation.Links;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>
/// The worlds of one Python environment: one that all slots share, in which each has the rank of its number, and one for each task whose ranks are
/// spread over workers, or have GPUs or cores of their own.
/// </summary>
/// <param name="settings">How worlds are started.</param>
/// <param name="interpreter">The interpreter.</param>
/// <param name="preExec">Shell lines that run before the launcher.</param>
/// <param name="environment">The environment.</param>
#pragma warning disable CA1001 // A world ends when its slots have given its ranks back.
internal sealed class PythonWorlds(WorldSettings settings, string interpreter, ImmutableArray<string> preExec, SlotEnvironment environment) : IWorlds
#pragma warning restore CA1001
{
    // The launcher ends with the worker: PR_SET_PDEATHSIG, which lasts over exec, has it told to end. A rank that holds the lock of its
    // interpreter does not notice that its connection has ended.
    private const string Tied = "import ctypes,os,sys;ctypes.CDLL(None).prctl(1,15);os.getppid()==int(sys.argv[1]) or sys.exit(1);os.execvp(sys.argv[2],sys.argv[2:])";

    private static readonly Lazy<string> Bootstrap = new(static () =>
    {
        using var text = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("world_rank.py")!);
        return text.ReadToEnd();
    });

    private readonly Lock _gate = new();
    private MpiWorld? _current;

    public bool IsForOneTask => false;

    private SlotCommand Program => new(interpreter, ["-c", Bootstrap.Value]);

    public SlotLink Join(int slot, Action outdated)
    {
        lock (_gate)
        {
            if (_current?.Join(slot, outdated) is { } link)
            {
                return link;
            }

            _current = new MpiWorld(
                Guid.NewGuid().ToString("N"), Secret(), 0, settings.Slots, environment.Start, Tie(settings.Launcher.For(settings.Slots, Program)), environment, isForOneTask: false);
            return _current.Join(slot, outdated)!;
        }
    }

    /// <summary>The part of this worker in a world for one task, with the ranks as they are placed.</summary>
    public MpiWorld OfTask(TaskRow row)
    {
        var (ranks, places) = (row.Ranks, row.Places);

        // The name is secret enough: only processes of this user may connect.
        var name = $"{row.Key.Submission:N}-{row.Key.Index}-{row.Attempt}";
        return new MpiWorld(
            name,
            name,
            ranks.First,
            ranks.Count,
            environment.Start with { MostTasks = 1 },
            ranks.First == 0 ? Tie(LauncherFor(ranks.Size, places, Program.With([.. environment.Variables, .. MpiWorld.Variables(name, name)]))) : null,
            environment,
            isForOneTask: true)
        {
            ForTask = row,
            Resources = settings.Resources,
            Cores = row.Resources is { Cores: > 0 } resources ? settings.Leases.Enter(new ProcessClaim(0, resources.Cores * ranks.Count, "", 0, 0)) : null,
        };
    }

    private SlotCommand LauncherFor(int ranks, ImmutableArray<RankPlace> places, SlotCommand program) =>
        places.IsDefaultOrEmpty ? settings.Launcher.For(ranks, program) : settings.Launcher.For(places, program);

    private SlotCommand Tie(SlotCommand command) =>
        new SlotCommand(interpreter, ["-c", Tied, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), command.Program, .. command.Arguments]).After(preExec);

    private static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
}
