using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Worker.Executors.Processes;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>The command that starts a program's MPI ranks on given hosts.</summary>
/// <param name="template">
/// Words of the command, before the program: <c>{ranks}</c> is the number of ranks, <c>{hosts}</c> the hosts with their numbers of ranks as
/// Open MPI writes them, <c>{nodes}</c> their names only.
/// </param>
internal sealed class MpiLauncher(string template)
{
    /// <summary>
    /// With 1, ranks of Open MPI let other processes run while they wait: two ranks on one core create a communicator in 34 µs, else in 24,000 µs.
    /// </summary>
    public const string YieldVariable = "OMPI_MCA_mpi_yield_when_idle";

    // Binding would put the ranks of two tasks on the same cores: which slots a task has is decided here.
    private const string OpenMpi = "mpirun -n {ranks} --host {hosts} --bind-to none";

    private const string Slurm = "srun --overlap --ntasks={ranks} --nodelist={nodes} --cpu-bind=none";

    /// <summary>This machine, when a task is not spread.</summary>
    private const string Here = "localhost";

    /// <summary>What Slurm calls this machine: it knows no other name. Null = this process is in no job.</summary>
    private static string? SlurmNode => Environment.GetEnvironmentVariable("SLURMD_NODENAME") is { Length: > 0 } node ? node : null;

    /// <summary>The value of <see cref="YieldVariable"/> for launchers, unless a task sets another: the worker's. They hand it on to ranks on other hosts too.</summary>
    public static string Yield => Environment.GetEnvironmentVariable(YieldVariable) ?? "1";

    /// <summary>The launcher as configured; empty = <c>srun</c> in an allocation of Slurm, else <c>mpirun</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The template has a variable that is not known.</exception>
    public static MpiLauncher Of(string configured)
    {
        var template = configured.Length > 0 ? configured
            : Environment.GetEnvironmentVariable("SLURM_JOB_ID") is { Length: > 0 } ? Slurm
            : OpenMpi;
        var unknown = template.Replace("{ranks}", "", StringComparison.Ordinal).Replace("{hosts}", "", StringComparison.Ordinal).Replace("{nodes}", "", StringComparison.Ordinal);
        return unknown.AsSpan().IndexOfAny('{', '}') >= 0
            ? throw new InvalidConfigurationException($"scalems.worker.mpi-launcher is '{configured}'; known variables are {{ranks}}, {{hosts}} and {{nodes}}")
            : new MpiLauncher(template);
    }

    /// <summary>The command for ranks on this machine.</summary>
    public SlotCommand For(int ranks, SlotCommand program) => Of(ranks, $"{Here}:{ranks.ToString(CultureInfo.InvariantCulture)}", SlurmNode ?? Here, program);

    /// <summary>The command for ranks on several machines.</summary>
    public SlotCommand For(ImmutableArray<RankPlace> places, SlotCommand program)
    {
        var hosts = places
            .Select(static place => (place.Host, place.Count))
            .Aggregate(
                ImmutableList<(string Host, int Count)>.Empty,
                static (merged, place) => merged.Count > 0 && merged[^1].Host == place.Host
                    ? merged.SetItem(merged.Count - 1, (place.Host, merged[^1].Count + place.Count))
                    : merged.Add(place));
        return Of(
            places.Sum(static place => place.Count),
            string.Join(',', hosts.Select(static host => string.Create(CultureInfo.InvariantCulture, $"{host.Host}:{host.Count}"))),
            string.Join(',', hosts.Select(static host => host.Host).Distinct()),
            program);
    }

    /// <summary>The program of the launcher; null = it is not there.</summary>
    public string? Find(out string problem)
    {
        var program = template.Split(' ', 2)[0];
        return ProgramLookup.Find(program, Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PATH"), out problem);
    }

    private SlotCommand Of(int ranks, string hosts, string nodes, SlotCommand program)
    {
        var words = template.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word
            .Replace("{ranks}", ranks.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{hosts}", hosts, StringComparison.Ordinal)
            .Replace("{nodes}", nodes, StringComparison.Ordinal)).ToList();
        return new SlotCommand(words[0], [.. words.Skip(1), program.Program, .. program.Arguments]);
    }
}
