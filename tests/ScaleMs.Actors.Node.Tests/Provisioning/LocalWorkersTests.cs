using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ScaleMs.Actors.Connection.Security;
using ScaleMs.Actors.Node.Tests.Processes;
using ScaleMs.Actors.Node.Tests.Python;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Node.Tests.Provisioning;

/// <summary>Workers that the master starts as processes of its own machine.</summary>
public sealed class LocalWorkersTests
{
    [Fact]
    public async Task Workers_are_added_run_tasks_are_released_and_none_is_left_after_a_stop()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();

        var added = await cluster.EndedAsync(0, "workers", "add", "--count", "2", "--ranks", "2", "--wait");
        Assert.Equal(["scalems-master.worker.0000", "scalems-master.worker.0001"], added.Output);
        using var file = TaskFile.Of(Enumerable.Repeat("""{"mode": "task.shell", "command": "echo $LAUNCHED_BY_SCALEMS"}""", 8));
        var run = await cluster.EndedAsync(0, "submit", file.Path);
        Assert.All(ResultText.Parse(run.Output), static result => Assert.StartsWith("scalems-master.worker.000", result.Text("stdout"), StringComparison.Ordinal));

        Assert.All(
            Directory.GetFiles(cluster.Directory.File("scalems-workers"), "*.sh"),
            static script => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(script) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));

        await cluster.EndedAsync(0, "workers", "release", "scalems-master.worker.0000");
        await UntilListedAsync(cluster, static lines => lines.Length == 1 && lines[0].Contains("worker.0001", StringComparison.Ordinal));
        Assert.Contains("Registered with", string.Join('\n', (await cluster.EndedAsync(0, "logs", "--worker", "scalems-master.worker.0001")).Output), StringComparison.Ordinal);

        await cluster.EndedAsync(0, "stop");
        Assert.Equal(["0", "0"], Directory.GetFiles(cluster.Directory.File("scalems-workers"), "*.exit").Select(static path => File.ReadAllText(path).Trim()));
    }

    [Fact]
    public async Task Environment_lines_to_run_first_the_virtual_environment_and_the_worker_class_are_honoured()
    {
        await using var cluster = new TestCluster();
        Venv(cluster.Directory);
        cluster.Directory.WriteText("mine.py", "class Mine:\n    def answer(self):\n        import os\n        return [os.environ['FROM_DESCRIPTION'], os.environ['FROM_LINE'], os.environ['VIRTUAL_ENV'].rsplit('/', 1)[1]]\n");
        cluster.Directory.WriteText(
            "worker.json",
            JsonSerializer.Serialize(new
            {
                mode = "raptor.worker",
                ranks = 2,
                environment = new Dictionary<string, string> { ["FROM_DESCRIPTION"] = "it's \"quoted\" $HOME" },
                pre_exec = new[] { "export FROM_LINE=\"line $((1 + 1))\"" },
                named_env = cluster.Directory.File("venv"),
                raptor_file = cluster.Directory.File("mine.py"),
                raptor_class = "Mine",
            }));
        cluster.Environment = new Dictionary<string, string> { ["SCALEMS_WORKER_PYTHON"] = "" };
        await cluster.SeedAsync();

        await cluster.EndedAsync(0, "workers", "add", "--description", cluster.Directory.File("worker.json"), "--wait");
        using var file = TaskFile.Of("""{"mode": "task.function", "function": "answer"}""");
        var run = await cluster.EndedAsync(0, "submit", file.Path);

        Assert.Equal("""["it's \"quoted\" $HOME","line 2","venv"]""", Assert.Single(ResultText.Parse(run.Output)).Value().GetRawText());
    }

    [Fact]
    public async Task A_worker_gets_the_TLS_settings_of_its_master_and_leaves_the_password_nowhere()
    {
        const string Password = "{it's \\secret";
        await using var cluster = new TestCluster();
        var (certificates, configuration) = (cluster.Directory.File("certs"), cluster.Directory.File("tls.conf"));
        new CertificateDirectory(certificates, TimeProvider.System).Create(overwrite: false);
        Encrypt(Path.Combine(certificates, CertificateFiles.KeyName), Password);
        File.WriteAllText(configuration, $$"""scalems.tls { ca = certs/ca.crt, certificate = certs/tls.crt, key = certs/tls.key, password = {{JsonSerializer.Serialize(Password)}}, loopback = on }""");

        // The worker must not find any there.
        cluster.Environment = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = cluster.Directory.File("none") };
        await cluster.SeedAsync("--config", configuration);

        await cluster.EndedAsync(0, "workers", "add", "--launcher", "local", "--wait", "--config", configuration);
        using var file = TaskFile.Of("""{"mode": "task.shell", "command": "echo $SCALEMS_TLS_LOOPBACK ${SCALEMS_TLS_PASSWORD-none}"}""");
        var run = await cluster.EndedAsync(0, "submit", file.Path, "--config", configuration);

        Assert.Equal("on none\n", Assert.Single(ResultText.Parse(run.Output)).Text("stdout"));
        Assert.DoesNotContain("secret", CommandOf($"/proc/{WorkerOf(cluster, "0000")}"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetFiles(cluster.Directory.Path, "*", SearchOption.AllDirectories).Where(path => path != configuration),
            static path => File.ReadAllText(path).Contains("secret", StringComparison.Ordinal));
        await cluster.EndedAsync(0, "stop", "--config", configuration);
    }

    [Theory]
    [InlineData("""{"pre_exec": ["echo no such module >&2; exit 7"]}""", "it ended with exit code 7 before it had registered, and said: no such module")]
    [InlineData("""{"pre_exec": ["true", "false"]}""", "scalems: pre_exec failed: false (exit code 1)")]
    [InlineData("""{"named_env": "/no/such/env"}""", "named_env '/no/such/env' is not a virtual environment: /no/such/env/bin/python3 does not exist")]
    [InlineData("""{"arguments": ["--modules", "/no/such.dll"]}""", "the module '/no/such.dll' is not a file")]
    [InlineData("""{"versioned_modules": [["numpy", "99"]]}""", " not compatible with 99. (interpreter /usr/bin/python3")]
    public async Task A_worker_that_does_not_start_is_reported_with_the_reason(string description, string reason)
    {
        await using var cluster = new TestCluster();
        cluster.Directory.WriteText("worker.json", description);
        await cluster.SeedAsync();

        var added = await cluster.EndedAsync(1, "workers", "add", "--description", cluster.Directory.File("worker.json"), "--wait");

        Assert.Contains("scalems-master.worker.0000 is FAILED", added.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, added.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ranks": 0}""", "ranks is 0")]
    [InlineData("""{"rank": 1}""", "rank")]
    public async Task A_description_that_cannot_be_meant_is_refused_by_the_name_of_its_key(string description, string reason)
    {
        await using var cluster = new TestCluster();
        cluster.Directory.WriteText("worker.json", description);
        await cluster.SeedAsync();

        var added = cluster.Client("workers", "add", "--description", cluster.Directory.File("worker.json"));
        await added.ExitsAsync();

        Assert.Contains(reason, added.Errors, StringComparison.Ordinal);
        Assert.Empty(added.Output);
    }

    [Fact]
    public async Task Kill_9_of_worker_and_master_loses_no_task_and_the_next_master_takes_up_the_workers()
    {
        const int Count = 60;
        await using var cluster = new TestCluster();
        using var file = cluster.Traced(Count, "trace", "0.1");
        var seed = await cluster.SeedAsync();
        await cluster.EndedAsync(0, "workers", "add", "--count", "2", "--ranks", "2", "--wait");
        var submit = cluster.Client("submit", file.Path);
        await submit.PrintsAsync(5);

        using (var worker = Process.GetProcessById(WorkerOf(cluster, "0000")))
        {
            worker.Kill();
        }

        await submit.PrintsAsync(10);
        seed.Kill();
        await seed.ExitsAsync();
        var second = await cluster.SeedAsync("--set", "scalems.workers.lost-after=2s", "--set", "scalems.master.recovery-wait=8s");
        await second.SaysAsync("Looking for");

        await submit.ExitsWithAsync(0);
        Assert.Equal(Enumerable.Range(0, Count), cluster.Traces("trace").Distinct().Order());
        await UntilListedAsync(cluster, static lines => lines.Length == 1 && lines[0].Contains("\"ACTIVE\"", StringComparison.Ordinal));
        await cluster.EndedAsync(0, "stop");
        Assert.Throws<InvalidOperationException>(() => WorkerOf(cluster, "0001"));
    }

    [Fact]
    public async Task A_worker_near_its_time_limit_hands_back_what_runs_without_counting_it_and_gets_no_task_that_takes_longer()
    {
        await using var cluster = new TestCluster();
        await cluster.SeedAsync();
        await cluster.WorkerAsync("--time-limit", "8s");
        using var file = TaskFile.Of(
            cluster.AtGate("runs", """, "max_retries": 1"""),
            """{"uid": "long", "mode": "task.shell", "command": "true", "timeout": 60}""",
            """{"uid": "short", "mode": "task.shell", "command": "true", "timeout": 1}""");
        var submit = cluster.Client("submit", file.Path, "--details");
        await submit.PrintsAsync(1);
        Assert.Contains("\"short\"", submit.Output[0], StringComparison.Ordinal);

        await cluster.WorkerAsync();
        cluster.Open();
        await submit.ExitsWithAsync(0);

        Assert.Equal("short", ResultText.Parse(submit.Output)[0].Text("uid"));
    }

    /// <summary>The process of a worker that the master has started.</summary>
    private static int WorkerOf(TestCluster cluster, string number) => Directory.GetDirectories("/proc")
        .Where(static path => int.TryParse(Path.GetFileName(path), out _))
        .First(path => CommandOf(path).Contains($"scalems.worker.launch=scalems-master.worker.{number}", StringComparison.Ordinal) && CommandOf(path).Contains(cluster.Address, StringComparison.Ordinal)) is { } found
            ? int.Parse(Path.GetFileName(found), System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void Encrypt(string path, string password)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        File.WriteAllText(path, key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000)));
    }

    private static async Task UntilListedAsync(TestCluster cluster, Func<string[], bool> isSo)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); ;)
        {
            var list = await cluster.EndedAsync(0, "workers", "list", "--json");
            if (isSo([.. list.Output]))
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < NodeProcess.Long, string.Join('\n', list.Output));
        }
    }

    /// <summary>A virtual environment with the interpreter of the tests.</summary>
    private static void Venv(TestDirectory directory)
    {
        Directory.CreateDirectory(directory.File("venv/bin"));
        File.CreateSymbolicLink(directory.File("venv/bin/python3"), PythonFile.Interpreter);
        File.WriteAllText(directory.File("venv/pyvenv.cfg"), "home = /usr/bin\ninclude-system-site-packages = true\n");
    }
}
