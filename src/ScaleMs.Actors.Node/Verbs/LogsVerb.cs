using System.CommandLine;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems logs</c>: a task's output.</summary>
internal static class LogsVerb
{
    // Longest delay of a task's output.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static Verb Create()
    {
        var id = new Argument<string>("UID") { Description = "The task" };
        var worker = new Option<bool>("--worker") { Description = "UID is a worker that the master has started; the end of its log is printed" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Continue until the task is final" };
        return new Verb(
            "logs",
            "Prints a task's output so far: its standard output to standard output, its standard error to standard error.",
            "scalems logs scalems-task-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865",
            "scalems logs --worker scalems-master.worker.0000",
            "scalems logs --follow scalems-task-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865")
        {
            id,
            follow,
            worker,
        }.Connects((client, parsed, interrupted) => ClientVerb.WhileReadAsync(async stop =>
        {
            var read = new ReadLog(parsed.GetRequiredValue(id)) { Worker = parsed.GetValue(worker) };
            while (true)
            {
                var log = await client.ReadLogAsync(read, stop);
                await Console.Out.WriteAsync(log.Stdout);
                await Console.Out.FlushAsync(stop);
                await Console.Error.WriteAsync(log.Stderr);
                if (read.Worker)
                {
                    return ExitCode.Done;
                }

                if (log.Stdout.Length + log.Stderr.Length == 0)
                {
                    if (log.State.IsFinal() || !parsed.GetValue(follow))
                    {
                        return ExitCode.Done;
                    }

                    await Task.Delay(Interval, stop);
                }

                read = read with { FromStdout = log.NextStdout, FromStderr = log.NextStderr };
            }
        }, interrupted));
    }
}
