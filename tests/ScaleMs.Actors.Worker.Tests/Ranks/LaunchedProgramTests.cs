using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.TestSupport;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Ranks;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Tests.Ranks;

/// <summary>What starts the MPI ranks of a program.</summary>
public sealed class LaunchedProgramTests
{
    private static readonly TaskRow Row = Rows.Task(0) with
    {
        Kind = PayloadKind.Description,
        Payload = """{"mode": "task.executable", "executable": "true", "ranks": 6, "cores_per_rank": 2, "cpu_affinity": true, "use_mpi": true}"""u8.ToArray(),
        Resources = new TaskResources { Cores = 2 },
    };

    [Theory]
    [InlineData(6, 12)]
    [InlineData(2, 4)]
    public void It_has_the_cores_of_the_ranks_on_its_own_worker(int here, int cores)
    {
        var row = Row with { Ranks = new RankSpan(0, here, 6), Places = here == 6 ? default : [new RankPlace(0, 2, "", "a"), new RankPlace(2, 4, "", "b")] };

        Assert.Equal(cores, ProcessClaim.Of(LaunchedProgram.Of(row, MpiLauncher.Of(""))).Cores);
    }
}
