using ScaleMs.Actors.Node.Tests.Processes;

namespace ScaleMs.Actors.Node.Tests;

public sealed class UsageTests
{
    public static TheoryData<string, string[]> Wrong => new()
    {
        { "dance", ["dance"] },
        { "--slots", ["run", "x", "--slots", "many"] },
        { "--slots", ["run", "x", "--slots", "0"] },
        { "no-such-file", ["run", "no-such-file"] },
        { "no-such-file", ["worker", "--config", "no-such-file"] },
        { "no-such-module.dll", ["worker", "--modules", "no-such-module.dll"] },
        { "did you mean scalems.worker.slots", ["worker", "--set", "scalems.worker.slot=2"] },
        { "scalems.worker.grace", ["worker", "--set", "scalems.worker.grace=soon"] },
        { "KEY=VALUE", ["seed", "--set", "scalems.master.uid"] },
        { "--set scalems.worker.modules=[a.dll, line 1, column 24: ", ["worker", "--set", "scalems.worker.modules=[a.dll"] },
        { "scalems.worker.modules = 'a.dll': a list such as", ["worker", "--set", "scalems.worker.modules=a.dll"] },
        { "--seed nowhere: HOST:PORT is expected", ["hello", "--seed", "nowhere"] },
        { "--seed ::1: an IPv6 address must be in brackets before the port, such as [::1]:4053", ["hello", "--seed", "::1"] },
        { "--seed [::1]: an IPv6 address must be in brackets before the port, such as [::1]:4053", ["hello", "--seed", "[::1]"] },
        { "--seed fe80::1:4053: an IPv6 address must be in brackets", ["worker", "--seed", "fe80::1:4053"] },
        { "--seed nonsense: HOST:PORT is expected", ["worker", "--seed", "nonsense"] },
        { "--port 99999: a whole number from 0 to 65535 is expected", ["seed", "--port", "99999"] },
        { "--slots x: a whole number of 1 or more is expected", ["worker", "--slots", "x"] },
        { "--limit 10001: a whole number from 0 to 10000 is expected", ["query", "--limit", "10001"] },
        { "is a directory", ["run", "/tmp"] },
        { "did you mean scalems.worker.slots?", ["worker", "--set", "worker.slots=1"] },
        { "did you mean scalems.worker.slots?", ["worker", "--set", "scalms.worker.slots=1"] },
        { "argument missing", ["results"] },
        { "Akka.NET does not start with this configuration", ["seed", "--port", "0", "--set", "akka.loglevel=LOUD"] },
        { "Akka.NET does not start with this configuration", ["worker", "--set", "akka.actor.provider=nothing"] },
        { "Akka.NET does not start with this configuration", ["run", "-", "--set", "akka.scheduler.implementation=nothing"] },
        { "reachable from other machines", ["seed", "--port", "0", "--set", "akka.remote.dot-netty.tcp.hostname=0.0.0.0"] },
        { "exactly one of", ["cancel"] },
        { "exactly one of", ["watch", "--all", "scalems-task-1"] },
        { "a GUID is expected", ["results", "yesterday"] },
        { "a GUID is expected", ["submit", "x", "--submission", "yesterday"] },
        { "--detach writes no results", ["submit", "x", "--detach", "--ordered"] },
        { "--cout: no such option; did you mean --count?", ["workers", "add", "--cout", "2"] },
        { "--rank: no such option; did you mean --ranks?", ["workers", "add", "--rank=2", "--", "--modules", "a.dll"] },
        { "--python-path: no such option; arguments of 'scalems worker' stand after --", ["workers", "add", "--python-path", "a.dll", "--", "--mpi"] },
        { "--max-running", ["submit", "x", "--max-running", "0"] },
        { "scalems.master.report", ["seed", "--port", "0", "--set", "scalems.master.report=no-such-directory/report.json"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_usage_says_what_is_wrong_and_exits_with_2(string said, string[] arguments)
    {
        await using var node = NodeProcess.Start(arguments);

        await node.ExitsWithAsync(2);
        Assert.Contains(said, node.Errors, StringComparison.Ordinal);
        Assert.Empty(node.Output);
    }

    [Theory]
    [InlineData("line 1, column 9: the bracket that is opened here is not closed: '}' is missing", "scalems {", "  worker {", "    slots = 1", "}")]
    [InlineData("line 4, column 3: an item, or the ']' of the list that begins in line 3 is expected", "scalems {", "  worker {", "    slots = [1,", "  }", "}")]
    [InlineData("line 1, column 32: ',' or the ']' of the list that begins in line 1 is expected", "scalems.worker.modules = [a.dll}")]
    [InlineData("line 2, column 17: the quote that is opened here is not closed", "scalems {", "  worker.name = \"mine", "}")]
    [InlineData("line 2, column 23: Akka.NET does not read a comma after an object", "scalems {", "  worker { slots = 3 }, log.level = DEBUG", "}")]
    [InlineData("line 1, column 23: Akka.NET does not read a substitution that may be missing", "scalems.worker.name = ${?HOSTNAME}")]
    [InlineData("line 1, column 23: ${HOSTNAME}: this file has no such key", "scalems.worker.name = ${HOSTNAME}")]
    public async Task A_mistake_in_a_configuration_file_is_named_with_file_line_and_column(string said, params string[] lines)
    {
        using var file = TaskFile.Of(lines);
        await using var node = NodeProcess.Start("worker", "--config", file.Path);

        await node.ExitsWithAsync(2);
        var error = Assert.Single(node.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"scalems: {file.Path}, {said}", error, StringComparison.Ordinal);
        Assert.Empty(node.Output);
    }

    [Fact]
    public async Task A_key_of_Akka_that_nothing_reads_is_named_in_one_line_and_stops_nothing()
    {
        using var file = TaskFile.Of("""{"module": "System.Math", "func": "Sqrt", "args": [4]}""");
        using var configuration = TaskFile.Of("akka {", "  logelvel = ERROR", "  actor.serializers.mine = \"Akka.Serialization.ByteArraySerializer, Akka\"", "}");
        await using var run = NodeProcess.Start("run", file.Path, "--config", configuration.Path, "--set", "akka.cluster.min-nr-of-member=1");

        await run.ExitsWithAsync(0);
        Assert.Equal(
            [
                "scalems: warning: --set akka.cluster.min-nr-of-member=1: akka.cluster.min-nr-of-member: no such key; did you mean akka.cluster.min-nr-of-members?",
                $"scalems: warning: {configuration.Path}: akka.logelvel: no such key; did you mean akka.loglevel?",
            ],
            run.Errors.Split('\n').Where(static line => line.Contains("warning", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_environment_sets_lists_with_commas()
    {
        using var file = TaskFile.Of("""{"module": "System.Math", "func": "Sqrt", "args": [4]}""");
        await using var run = NodeProcess.StartWith(null, new Dictionary<string, string> { ["SCALEMS_WORKER_MODULES"] = "no-such-a.dll, no-such-b.dll" }, "run", file.Path);

        await run.ExitsWithAsync(2);
        Assert.Contains("no-such-a.dll", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_sets_keys_and_an_unknown_one_is_an_error()
    {
        using var file = TaskFile.Of("""{"module": "System.Math", "func": "Sqrt", "args": [4]}""");
        await using var good = NodeProcess.StartWith(null, new Dictionary<string, string> { ["SCALEMS_WORKER_SLOTS"] = "3" }, "run", file.Path);
        await using var bad = NodeProcess.StartWith(null, new Dictionary<string, string> { ["SCALEMS_WORKER_SLOTZ"] = "3" }, "run", file.Path);

        await good.ExitsWithAsync(0);
        await bad.ExitsWithAsync(2);
        Assert.Contains("SCALEMS_WORKER_SLOTZ", bad.Errors, StringComparison.Ordinal);
        Assert.Contains("did you mean SCALEMS_WORKER_SLOTS?", bad.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_of_a_file_that_nobody_reads_is_named()
    {
        using var file = TaskFile.Of("""{"module": "System.Math", "func": "Sqrt", "args": [4]}""");
        using var configuration = TaskFile.Of("scalms.worker.slots = 7", "akka.loglevel = ERROR");
        await using var run = NodeProcess.Start("run", file.Path, "--config", configuration.Path);

        await run.ExitsWithAsync(0);
        var warning = Assert.Single(run.Errors.Split('\n'), static line => line.Contains("warning", StringComparison.Ordinal));
        Assert.Contains("'scalms'", warning, StringComparison.Ordinal);
        Assert.Contains(configuration.Path, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("seed")]
    [InlineData("worker")]
    [InlineData("submit")]
    [InlineData("results")]
    [InlineData("hello")]
    [InlineData("status")]
    [InlineData("report")]
    [InlineData("query")]
    [InlineData("watch")]
    [InlineData("logs")]
    [InlineData("cancel")]
    [InlineData("stop")]
    public async Task Help_has_examples(string verb)
    {
        await using var node = NodeProcess.Start(verb, "--help");

        await node.ExitsWithAsync(0);
        Assert.Contains("Examples:", node.Output);
        Assert.Contains(node.Output, line => line.Contains($"scalems {verb}", StringComparison.Ordinal));
    }
}
