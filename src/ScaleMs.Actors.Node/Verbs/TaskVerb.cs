using System.CommandLine;
using System.Diagnostics;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScaleMs.Actors.Client;
using ScaleMs.Actors.Client.Sessions;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Node.Input;
using ScaleMs.Actors.Node.Results;
using ScaleMs.Actors.Node.Runs;
using ScaleMs.Actors.Node.Streams;
using Spectre.Console;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary>Common part of <c>run</c> and <c>submit</c>.</summary>
internal static class TaskVerb
{
    // Cancelled tasks that ignore their token are reported this long after their grace period.
    private static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(5);

    /// <summary>Runs the input and waits for its results.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Options of the input and the results.</param>
    /// <param name="config">The user's configuration.</param>
    /// <param name="used">Files that the configuration names.</param>
    /// <param name="addClient">Adds the client, local or remote.</param>
    /// <param name="id">Submission to resume; null = a new one.</param>
    /// <param name="announce">True = print the submission's id, because its results can be fetched again.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed, InputOptions options, Config config, UsedFiles used, Action<IServiceCollection, Config> addClient, Guid? id = null, bool announce = false)
    {
        options.Results.Check(parsed, used.AddInput(options.Input(parsed)));
        using var stop = new Interruption(leaves: announce);
        using var lines = TaskLines.Open(options.Input(parsed));
        if (await TryReadWorkflowAsync(lines, stop) is not (true, var workflow))
        {
            return stop.ExitCode;
        }

        using var results = options.Results.Open(parsed);
        var quiet = options.Quiet(parsed);
        var submission = Request(parsed, options, config, id);
        var counts = new RunCounts();
        var again = announce ? $"'scalems results {submission.Id}' gets the results" : "the results are not kept";
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop.Second, results.Broken);
        long? begun = null;
        var end = await WithClientAsync(
            config,
            addClient,
            quiet,
            stop,
            async client =>
            {
                if (announce && !quiet && !lines.IsEmpty)
                {
                    await Console.Error.WriteLineAsync($"submission {submission.Id}; {again} again");
                }

                begun = Stopwatch.GetTimestamp();
                var run = Of(client, workflow, lines, submission, results, counts);
                var running = run.RunAsync(stop.First, abandoned.Token);
                if (!Console.IsErrorRedirected && !quiet)
                {
                    await ShowProgressAsync(run, counts, running);
                }

                await running;
                results.Settle();
            },
            results.Broken);

        results.Complete();
        if (results.Problem is { } problem)
        {
            end = new End($"{problem}; {again}", Refused: false);
        }

        if (!quiet && end is not { Refused: true } && begun is { } start)
        {
            await Console.Error.WriteAsync(lines.IsEmpty ? NoTasks(lines) : RunSummary.Of(counts, Stopwatch.GetElapsedTime(start)));
        }

        if (stop.HasLeft && begun is not null)
        {
            await Console.Error.WriteLineAsync($"scalems: interrupted; accepted tasks keep running, and {again}");
        }

        return await EndAsync(end, stop, counts.Done == counts.Read);
    }

    /// <summary>Submits the input, prints the submission's id when all is accepted, and does not wait for results.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<int> DetachAsync(
        ParseResult parsed, InputOptions options, Config config, UsedFiles used, Action<IServiceCollection, Config> addClient, Guid? id)
    {
        used.AddInput(options.Input(parsed)).Refuse(output: null);
        StandardStreams.RequireOutput("the submission's id is printed there");
        using var stop = new Interruption(leaves: true);
        using var lines = TaskLines.Open(options.Input(parsed));
        if (await TryReadWorkflowAsync(lines, stop) is not (true, var workflow))
        {
            return stop.ExitCode;
        }

        var quiet = options.Quiet(parsed);
        using var nowhere = ResultFile.Nowhere();
        var submission = Request(parsed, options, config, id);
        var counts = new RunCounts();
        var end = await WithClientAsync(
            config, addClient, quiet, stop, client => Of(client, workflow, lines, submission, nowhere, counts).DetachAsync(stop.Any));
        if (end is null && !stop.Any.IsCancellationRequested)
        {
            // The master does not know a submission without accepted tasks.
            if (counts.Read > counts.Ended)
            {
                Console.WriteLine(submission.Id);
            }

            if (!quiet)
            {
                await Console.Error.WriteAsync(lines.IsEmpty ? NoTasks(lines) : RunSummary.OfAccepted(counts, submission.Id));
            }
        }
        else if (end is not { Refused: true })
        {
            await Console.Error.WriteLineAsync($"scalems: not all tasks were accepted; the accepted ones keep running as submission {submission.Id}");
        }

        return await EndAsync(end, stop, counts.Failed == 0);
    }

    private static string NoTasks(TaskLines lines) => $"there are no tasks in {lines.Name}\n";

    private static SubmissionRequest Request(ParseResult parsed, InputOptions options, Config config, Guid? id) =>
        new(id ?? Guid.CreateVersion7(), options.MaxRunning(parsed), options.PythonPath(parsed), ScaleMsOptions.From(config).Worker.Grace + ReportTime);

    private static IRun Of(ScaleMsClient client, WorkflowDocument? workflow, TaskLines lines, SubmissionRequest submission, ResultFile results, RunCounts counts) =>
        workflow is null ? new TaskRun(client, lines, submission, results, counts) : new WorkflowRun(client, workflow with { Path = submission.Path }, submission, results, counts);

    private static async Task<(bool Read, WorkflowDocument? Workflow)> TryReadWorkflowAsync(TaskLines lines, Interruption stop)
    {
        try
        {
            return (true, await WorkflowFile.ReadAsync(lines, stop.Any));
        }
        catch (OperationCanceledException)
        {
            return (false, null);
        }
    }

    /// <summary>Connects, runs the work and disconnects.</summary>
    /// <returns>Null, or the error.</returns>
    private static async Task<End?> WithClientAsync(
        Config config, Action<IServiceCollection, Config> addClient, bool quiet, Interruption stop, Func<ScaleMsClient, Task> work, CancellationToken broken = default)
    {
        using var host = NodeHost.Build(config, addClient);
        try
        {
            await host.StartAsync(stop.Any);
        }
        catch (OperationCanceledException) when (stop.Any.IsCancellationRequested)
        {
            return null;
        }

        var client = host.Services.GetRequiredService<ScaleMsClient>();
        if (!quiet)
        {
            ConnectionNotice.Start(client);
        }

        End? end = null;
        try
        {
            await work(client);
        }
        catch (OperationCanceledException) when (stop.Any.IsCancellationRequested || broken.IsCancellationRequested)
        {
            // The summary counts the unknown ones.
        }
        catch (ScaleMsException error)
        {
            end = new End(error.Message, error is RefusedException);
        }

        await host.StopAsync(CancellationToken.None);
        return end;
    }

    private static async Task<int> EndAsync(End? end, Interruption stop, bool isDone)
    {
        if (end is not null)
        {
            await Console.Error.WriteLineAsync($"scalems: {end.Message}");
        }

        return end is { Refused: true } ? ExitCode.Usage
            : stop.Any.IsCancellationRequested ? stop.ExitCode
            : end is null && isDone ? ExitCode.Done
            : ExitCode.Failed;
    }

    private static async Task ShowProgressAsync(IRun run, RunCounts counts, Task running)
    {
        using var ended = new CancellationTokenSource();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await RunProgress.ShowAsync(console, counts, run.CountAsync(ended.Token), running);
        await ended.CancelAsync();
    }

    /// <summary>A premature end.</summary>
    /// <param name="Message">The reason.</param>
    /// <param name="Refused">True = no task was started.</param>
    private sealed record End(string Message, bool Refused);
}
