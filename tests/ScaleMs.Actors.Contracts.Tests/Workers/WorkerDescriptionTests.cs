using System.Text;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Workers;

namespace ScaleMs.Actors.Contracts.Tests.Workers;

/// <summary>What a master is told of workers that it is to start.</summary>
public sealed class WorkerDescriptionTests
{
    [Theory]
    [InlineData("""{"ranks": 0}""", "ranks is 0")]
    [InlineData("""{"cores_per_rank": -1}""", "cores_per_rank is -1")]
    [InlineData("""{"ranks": 100000, "cores_per_rank": 100000}""", "ranks x cores_per_rank is 10000000000")]
    [InlineData("""{"ranks": 3, "gpus_per_rank": 0.5}""", "gpus_per_rank is 0.5; ranks x gpus_per_rank must be a whole number")]
    [InlineData("""{"mem_per_rank": -1}""", "mem_per_rank is -1")]
    [InlineData("""{"launcher": "kubernetes"}""", "launcher is 'kubernetes'; known are local, ssh and slurm")]
    [InlineData("""{"launcher": "ssh"}""", "the launcher ssh needs \"host\"")]
    [InlineData("""{"launcher": "ssh", "host": "-oProxyCommand=sh"}""", "which ssh would take for an option")]
    [InlineData("""{"launcher": "local", "host": "a"}""", "host is for the launcher ssh")]
    [InlineData("""{"partition": "debug", "launcher": "local"}""", "partition and sbatch_options are for the launcher slurm")]
    [InlineData("""{"environment": {"A B": "x"}}""", "environment has 'A B', which is no name of a variable")]
    [InlineData("""{"sbatch_options": ["--comment=a\nb"], "launcher": "slurm"}""", "sbatch_options has a text with a NUL character or a line break")]
    [InlineData("""{"mode": "raptor.master"}""", "mode is 'raptor.master'; a worker's is raptor.worker")]
    [InlineData("""{"time_limit": -1}""", "time_limit is -1")]
    [InlineData("""{"versioned_modules": [["numpy"]]}""", "versioned_modules is a list of pairs")]
    public void What_cannot_be_meant_is_refused_by_the_name_of_its_key(string json, string reason) =>
        Assert.Contains(reason, ContractsJson.Read(Encoding.UTF8.GetBytes(json), ContractsJson.Info<WorkerDescription>(), "a worker description").Problem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"worker": {"cpu_processes": 0}}""", "worker: cpu_processes is 0; it must be 1 or more")]
    [InlineData("""{"worker": {}}""", "cpu_processes")]
    [InlineData("""{"worker": {"cpu_processes": 2, "cpus": 1}}""", "cpus")]
    [InlineData("""{"worker": {"cpu_processes": "2"}}""", "cpu_processes")]
    [InlineData("""{"worker": {"cpu_processes": 3, "gpus_per_rank": 0.5}}""", "gpus_per_rank")]
    [InlineData("""{"versioned_modules": [["numpy"]]}""", "versioned_modules is a list of pairs")]
    [InlineData("{", "a master's configuration")]
    public void A_masters_configuration_that_cannot_be_meant_is_refused_by_the_name_of_its_key(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ProtocolException>(() => MasterConfiguration.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_masters_worker_is_made_of_the_clients_requirements_without_modules_that_this_product_replaces()
    {
        var worker = MasterConfiguration.Parse(
            """
            {
              "worker": {"cpu_processes": 4, "cores_per_process": 2, "gpus_per_process": 1, "gpus_per_rank": 0.0, "pre_exec": ["module load gcc"], "named_env": "/opt/env"},
              "versioned_modules": [["mpi4py", "3.0.0"], ["scalems", "0.0.1"], ["radical.pilot", "1.20"]]
            }
            """u8).ToWorker()!;

        Assert.Equal((WorkerDescription.RaptorWorker, 4, 2, 1.0, "/opt/env", 8, 4), (worker.Mode, worker.Ranks, worker.CoresPerRank, worker.GpusPerRank, worker.NamedEnv, worker.Slots, worker.Gpus));
        Assert.Equal(["module load gcc"], worker.PreExec.AsEnumerable());
        Assert.Equal(["mpi4py", "3.0.0"], Assert.Single(worker.VersionedModules).AsEnumerable());
    }
}
