using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;

namespace ScaleMs.Actors.Node.Tests.Ranks;

/// <summary>Ranks on workers that share no host.</summary>
public sealed class TwoHostsTests
{
    [TwoHostsFact]
    public async Task Ranks_of_a_function_and_of_a_program_on_two_hosts_have_one_communicator()
    {
        await using var hosts = new TwoHosts();
        await hosts.Start(0, "seed", "--port", "4053").SaysAsync("is ready at");
        var seed = $"{TwoHosts.Address(0)}:4053";
        for (var host = 0; host < 2; host++)
        {
            await hosts.Start(host, "worker", "--slots", "2", "--mpi", "--seed", seed).SaysAsync("Registered");
        }

        using var file = TaskFile.Of(
            RankedCall.Python(4, "total", 1),
            """
            {"mode": "task.executable", "executable": "/usr/bin/python3", "ranks": 4, "use_mpi": true, "environment": {"WORD": "a; word"}, "arguments":
            ["-c", "import os; from mpi4py import MPI; os.write(1, f'{MPI.COMM_WORLD.allreduce(1)} {os.environ[\"WORD\"]} {os.environ[\"OMPI_MCA_mpi_yield_when_idle\"]} {os.uname().nodename[-1]}\\n'.encode())"]}
            """.ReplaceLineEndings(" "),
            RankedCall.Python(4, "host"));
        var submit = hosts.Start(0, "submit", file.Path, "--ordered", "--details", "--seed", seed, "--python-path", PythonFile.Modules);
        await submit.ExitsWithAsync(0);

        var results = ResultText.Parse(submit.Output);
        Assert.Equal([(0, 10), (1, 10), (2, 10), (3, 10)], results[0].Value().EnumerateArray().Select(static rank => (rank[0].GetInt32(), rank[1].GetInt32())));
        Assert.Equal(
            ["4 a; word 1 a", "4 a; word 1 a", "4 a; word 1 b", "4 a; word 1 b"],
            results[1].Text("stdout").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        string[] names = [.. results[2].Value().EnumerateArray().Select(static rank => rank.GetString()!)];
        Assert.Equal((names[0], names[2]), (names[1], names[3]));
        Assert.NotEqual(names[0], names[2]);
    }
}
