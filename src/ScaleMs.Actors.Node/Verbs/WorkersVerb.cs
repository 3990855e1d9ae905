using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Text;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using Spectre.Console;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems workers</c>: workers that the master starts.</summary>
internal static class WorkersVerb
{
    public static Verb Create() => new(
        "workers",
        "Starts, shows and releases workers of a running master: processes of its machine, of hosts by ssh, or jobs of Slurm.",
        "scalems workers add --count 2",
        "scalems workers add --launcher slurm --partition long --minutes 480 --ranks 32 --wait",
        "scalems workers list",
        "scalems workers release scalems-master.worker.0000")
    {
        Add(),
        Release(),
        List(),
        Watch(),
    };

    private static Verb Add()
    {
        var count = new Option<int?>("--count") { Description = "How many [default: 1]", HelpName = "N", CustomParser = static result => WholeNumber.Parse(result, "--count", 1) };
        var file = new Option<string?>("--description") { Description = "File with a worker description, JSON; the other options change it", HelpName = "FILE" };
        var ranks = new Option<int?>("--ranks") { Description = "Slots, with --cores each [default: 1]", HelpName = "N", CustomParser = static result => WholeNumber.Parse(result, "--ranks", 1) };
        var cores = new Option<int?>("--cores") { Description = "Cores of each rank [default: 1]", HelpName = "N", CustomParser = static result => WholeNumber.Parse(result, "--cores", 1) };
        var gpus = new Option<double?>("--gpus") { Description = "GPUs of each rank [default: 0]", HelpName = "N" };
        var launcher = new Option<string?>("--launcher") { Description = "local, ssh or slurm [default: as the master is configured]", HelpName = "NAME" };
        var host = new Option<string?>("--host") { Description = "ssh: the host", HelpName = "HOST" };
        var partition = new Option<string?>("--partition") { Description = "slurm: the partition", HelpName = "NAME" };
        var limit = new Option<double?>("--minutes") { Description = "Time after which it ends; with slurm the job's limit", HelpName = "N" };
        var wait = new Option<double?>("--wait") { Description = "Wait until they are registered, this many seconds at most [default: 300]", HelpName = "SECONDS", Arity = ArgumentArity.ZeroOrOne };
        var more = new Argument<string[]>("ARGUMENT") { Description = "After --: further arguments of 'scalems worker'", Arity = ArgumentArity.ZeroOrMore };
        return new Verb(
            "add",
            "Starts workers and prints their uids.",
            "scalems workers add --count 2 --ranks 4",
            "scalems workers add --launcher ssh --host node7 --ranks 16 --wait",
            "scalems workers add --launcher slurm --partition long --minutes 480 --description gpu-worker.json",
            "scalems workers add -- --modules bin/MyTasks.dll")
        {
            count, file, ranks, cores, gpus, launcher, host, partition, limit, wait, more,
        }.Connects(
            async (client, parsed, interrupted) =>
            {
                var read = parsed.GetValue(file) is { } path ? Read(path) : new WorkerDescription();
                var worker = read with
                {
                    Ranks = parsed.GetValue(ranks) ?? read.Ranks,
                    CoresPerRank = parsed.GetValue(cores) ?? read.CoresPerRank,
                    GpusPerRank = parsed.GetValue(gpus) ?? read.GpusPerRank,
                    Launcher = parsed.GetValue(launcher) ?? read.Launcher,
                    Host = parsed.GetValue(host) ?? read.Host,
                    Partition = parsed.GetValue(partition) ?? read.Partition,
                    TimeLimit = parsed.GetValue(limit) ?? read.TimeLimit,
                    Arguments = [.. read.Arguments, .. parsed.GetValue(more) ?? []],
                };
                var uids = await client.AddWorkersAsync(worker, parsed.GetValue(count) ?? 1, interrupted);
                foreach (var uid in uids)
                {
                    Console.WriteLine(uid);
                }

                if (parsed.GetResult(wait) is not null)
                {
                    await client.WaitWorkersAsync(new WaitWorkers { Uids = uids, Deadline = parsed.GetValue(wait) ?? 300 }, interrupted);
                }

                return ExitCode.Done;
            },
            (parsed, used) =>
            {
                RefuseBeforeDashes(parsed, more);
                ClientVerb.ActsFirst(parsed, used);
            });
    }

    /// <summary>The parser takes an unknown option for an argument, which would only fail where the worker starts.</summary>
    private static void RefuseBeforeDashes(ParseResult parsed, Argument<string[]> more)
    {
        var after = parsed.Tokens.SkipWhile(static token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        if (parsed.GetResult(more)?.Tokens.SkipLast(after).FirstOrDefault() is { } wrong)
        {
            var name = wrong.Value.Split('=')[0];
            var nearest = NearestName.Near(name, parsed.CommandResult.Command.Options.Select(static option => option.Name));
            throw new UsageException($"{name}: no such option; {(nearest is null ? "arguments" : $"did you mean {nearest}? Arguments")} of 'scalems worker' stand after --");
        }
    }

    private static Verb Release()
    {
        var uids = new Argument<string[]>("UID") { Description = "Workers, by uid or name", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All workers" };
        var verb = new Verb(
            "release",
            "Lets workers go: they finish the tasks that they have, and leave. Those that have not registered are cancelled.",
            "scalems workers release scalems-master.worker.0000",
            "scalems workers release --all")
        {
            uids, all,
        };
        verb.Validators.Add(result =>
        {
            if ((result.GetValue(uids) is { Length: > 0 }) == result.GetValue(all))
            {
                result.AddError("release needs either UID ... or --all");
            }
        });
        return verb.Connects(
            async (client, parsed, interrupted) =>
            {
                var record = await client.ReleaseWorkersAsync(new ReleaseWorkers { Uids = [.. parsed.GetValue(uids) ?? []], All = parsed.GetValue(all) }, interrupted);
                Console.WriteLine(record.ReturnValue?.GetRawText() ?? "{}");
                return ExitCode.Done;
            },
            ClientVerb.ActsFirst);
    }

    private static Verb List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line" };
        return new Verb("list", "Prints the workers of the master, those that it is starting too.", "scalems workers list", "scalems workers list --json") { json }
            .Connects(async (client, parsed, interrupted) =>
            {
                var status = (await client.QueryAsync(new Query { Limit = 0 }, interrupted)).Status;
                if (parsed.GetValue(json))
                {
                    foreach (var launch in status.Launches)
                    {
                        Console.WriteLine(ContractText.Of(launch));
                    }

                    foreach (var worker in Others(status))
                    {
                        Console.WriteLine(ContractText.Of(new LaunchStatus { Uid = worker.Uid, State = WorkerState.Active, Launcher = "", Slots = worker.Slots }));
                    }

                    return ExitCode.Done;
                }

                Show(status);
                return ExitCode.Done;
            });
    }

    private static Verb Watch() => new Verb("watch", "Prints the state of each worker, and each change of one from now on, one JSON object per line. Ctrl+C ends it.", "scalems workers watch")
        .Connects((client, _, interrupted) => ClientVerb.WhileReadAsync(
            async stop =>
            {
                await foreach (var change in client.WatchWorkersAsync(stop))
                {
                    Console.WriteLine(ContractText.Of(change));
                }

                return ExitCode.Done;
            },
            interrupted));

    private static IEnumerable<WorkerStatus> Others(MasterStatus status) => status.Workers.Where(worker => status.Launches.All(launch => launch.Uid != worker.Uid));

    private static void Show(MasterStatus status)
    {
        var console = WorkerTable.Console();
        var table = new Table().AddColumns("worker", "state", "launcher", "slots", "running", "resources", "detail");
        foreach (var launch in status.Launches)
        {
            Row(table, launch.Uid, launch.State, launch.Launcher, launch.Slots, status.Workers.FirstOrDefault(worker => worker.Uid == launch.Uid), launch.Detail);
        }

        foreach (var worker in Others(status))
        {
            Row(table, worker.Uid, WorkerState.Active, "", worker.Slots, worker, worker.Address);
        }

        console.Write(table);
        foreach (var paused in status.PausedLaunchers)
        {
            console.WriteLine($"the launcher {paused.Launcher} is paused after repeated failures; the last one: {paused.Reason}");
        }
    }

    private static void Row(Table table, string uid, WorkerState state, string launcher, int slots, WorkerStatus? worker, string detail) => table.AddRow(
        Markup.Escape(uid),
        state.ToString().ToUpperInvariant(),
        launcher,
        slots.ToString(CultureInfo.InvariantCulture),
        worker?.Running.ToString(CultureInfo.InvariantCulture) ?? "",
        worker is null ? "" : WorkerTable.Resources(worker),
        Markup.Escape(detail));

    private static WorkerDescription Read(string path)
    {
        try
        {
            return ContractsJson.Read(File.ReadAllBytes(path), ContractsJson.Info<WorkerDescription>(), "a worker description");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ProtocolException or JsonException)
        {
            throw new UsageException($"--description {path}: {error.Message}");
        }
    }
}
