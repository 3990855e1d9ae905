using System.Collections.Immutable;
using System.Globalization;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Executors.Processes;
using ScaleMs.Actors.Worker.Isolation.Environments;
using ScaleMs.Actors.Worker.Mpi;
using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Ranks;

/// <summary>A program whose ranks a launcher starts, such as mpirun: one process of this worker, whichever hosts the ranks are on.</summary>
internal static class LaunchedProgram
{
    /// <summary>Whether a launcher starts the ranks of a task.</summary>
    public static bool Is(in TaskRow row) => Read(row) is not null;

    /// <summary>The task that starts the launcher, in the place of the one whose ranks it starts.</summary>
    public static TaskRow Of(in TaskRow row, MpiLauncher launcher)
    {
        var task = Read(row)!;
        var program = task.Mode switch
        {
            TaskMode.Executable => new SlotCommand(task.Executable!, task.Arguments),
            TaskMode.Proc => new SlotCommand(ShellLine.Shell, ["-c", $"{task.Executable} \"$@\"", ShellLine.Shell, .. task.Arguments]),
            _ => new SlotCommand(ShellLine.Shell, ["-c", task.Command!]),
        };
        var threads = task.CoresPerRank.ToString(CultureInfo.InvariantCulture);
        var command = row.Places.IsDefaultOrEmpty ? launcher.For(row.Ranks.Size, program) : launcher.For(row.Places, program.With([(ResourceSettings.ThreadsVariable, threads), .. task.Environment.Select(static variable => (variable.Key, (string?)variable.Value)), ("SCALEMS_TASK_UID", row.Uid.ToString())]));
        return row with
        {
            Ranks = RankSpan.All(row.Ranks.Size),

            // Those of the ranks that are here.
            Resources = row.Resources is { } resources ? resources with { Cores = resources.Cores * row.Ranks.Count } : null,
            Payload = (task with
            {
                Mode = TaskMode.Executable,
                Executable = command.Program,
                Arguments = command.Arguments,
                Command = null,
                UseMpi = null,
                Ranks = 1,
                CoresPerRank = 1,
                GpusPerRank = 0,

                // Those that are here are below one process.
                MemPerRank = task.MemPerRank * row.Ranks.Count,
                Environment = ImmutableSortedDictionary<string, string>.Empty
                    .Add(ResourceSettings.ThreadsVariable, threads)
                    .Add(MpiLauncher.YieldVariable, MpiLauncher.Yield)
                    .SetItems(task.Environment),
            }).ToUtf8Json(),
        };
    }

    private static TaskDescription? Read(in TaskRow row)
    {
        if (row.Kind != PayloadKind.Description || row.Runtime is not null)
        {
            return null;
        }

        try
        {
            return TaskDescription.Parse(row.Payload.Span) is { UseMpi: true } task && TaskMode.IsProgram(task.Mode) && task.ContentProblem() is null ? task : null;
        }
        catch (ProtocolException)
        {
            // Each rank fails with that error.
            return null;
        }
    }
}
