using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs tasks, and what follows their awaits, as one actor: on its thread, with its context, one at a time. The actor's other
/// messages wait until the handler is done.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>The message whose handler runs.</summary>
    public object CurrentMessage => _cell.CurrentMessage;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs a delegate as the current actor.</summary>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs an asynchronous delegate as the current actor, whose other messages wait until it is done.</summary>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        var scheduler = cell.TaskScheduler;

        // Started under this scheduler, so that awaits inside come back to it; inline, since this is the actor's thread.
        var start = new Task<Task>(asyncAction, TaskCreationOptions.DenyChildAttach);
        start.RunSynchronously(scheduler);
#pragma warning disable VSTHRD002 // It has run to its end.
        var running = start.IsCompletedSuccessfully ? start.Result : start;
#pragma warning restore VSTHRD002
        if (running is null)
        {
            return;
        }

        if (running.IsCompleted)
        {
            if (FailureOf(running) is { } failure)
            {
                AkkaException.Rethrow(failure);
            }

            return;
        }

        cell.BeginAwait();
        _ = running.ContinueWith(
            static (done, state) => ((ActorCell)state!).EndAwait(FailureOf(done)),
            cell,
            CancellationToken.None,
            TaskContinuationOptions.DenyChildAttach,
            scheduler);
    }

    internal void Execute(Task task) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _cell.SendSystemMessage(new ActorTask(task));

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(ActorCell.Current, _cell) && TryExecuteTask(task);

    private static Exception? FailureOf(Task task) => task switch
    {
        { IsFaulted: true } => task.Exception!.InnerExceptions.Count == 1 ? task.Exception.InnerException : task.Exception,
        { IsCanceled: true } => new TaskCanceledException(task),
        _ => null,
    };
}
