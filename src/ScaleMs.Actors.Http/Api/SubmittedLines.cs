using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Http.Requests;

namespace ScaleMs.Actors.Http.Api;

/// <summary>The tasks of a body of JSON Lines, up to the first line that is not one.</summary>
/// <param name="body">The body.</param>
/// <param name="path">Directories where Python modules are looked up first.</param>
/// <param name="silence">Time in which it must bring something.</param>
internal sealed class SubmittedLines(Stream body, ImmutableArray<string> path, TimeSpan silence)
{
    /// <summary>Tasks read.</summary>
    public long Count { get; private set; }

    /// <summary>The line that is not a task, and why; null = all are.</summary>
    public (long Line, int Status, string Reason)? Problem { get; private set; }

    public async IAsyncEnumerable<TaskInput> ReadAsync([EnumeratorCancellation] CancellationToken stop = default)
    {
        using var lines = new ByteLines(body, RequestLimits.Line);
        for (var number = 1L; await NextAsync(lines, number, stop).ConfigureAwait(false) is { } line; number++)
        {
            if (ByteLines.IsBlank(line.Span))
            {
                continue;
            }

            switch (TaskLine.Parse(line.Span))
            {
                case TaskLine.Input { Task: var task } when ProblemOf(task) is { } problem:
                    Problem = (number, StatusCodes.Status400BadRequest, problem);
                    yield break;
                case TaskLine.Input { Task: var task }:
                    Count++;
                    yield return task.Searching(path);
                    break;
                case TaskLine.Malformed { Reason: var reason }:
                    Problem = (number, StatusCodes.Status400BadRequest, reason);
                    yield break;
                default:
                    Problem = (number, StatusCodes.Status400BadRequest, "it is a command, not a task");
                    yield break;
            }
        }
    }

    /// <summary>Why a task cannot be submitted here; null = it can.</summary>
    public static string? ProblemOf(TaskInput task) =>
        task.Content is TaskDescription description && description.InputStaging.Any(static file => file.IsFromClient)
            ? "a file of the client is staged, and there is none: name a file in the store ('scalems files put'), or a path of the worker's host (file:///…)"
            : null;

    private async ValueTask<ReadOnlyMemory<byte>?> NextAsync(ByteLines lines, long number, CancellationToken stop)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(stop);
        silent.CancelAfter(silence);
        try
        {
            return await lines.NextAsync(silent.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Problem = (number, StatusCodes.Status408RequestTimeout, $"nothing came for {silence.TotalSeconds:0} s");
        }
        catch (ProtocolException error)
        {
            Problem = (number, StatusCodes.Status413PayloadTooLarge, error.Message);
        }

        return null;
    }
}
