using Akka.Dispatch;

namespace Akka.Actor;

public partial class ActorCell
{
    private ActorTaskScheduler? _taskScheduler;

    // How many asynchronous handlers run; while any does, user messages wait.
    private int _awaiting;

    /// <summary>Runs tasks as this actor.</summary>
    public virtual ActorTaskScheduler TaskScheduler => _taskScheduler ??= new ActorTaskScheduler(this);

    internal bool IsAwaiting => _awaiting > 0;

    internal void BeginAwait()
    {
        _awaiting++;
        _mailbox.Suspend();
    }

    internal virtual void EndAwait(Exception? failure)
    {
        _awaiting--;
        _mailbox.Resume();
        if (failure is not null)
        {
            HandleInvokeFailure(failure);
        }

        CheckReceiveTimeout();
    }

    private void RunActorTask(Task task)
    {
        if (_actor is not null)
        {
            _taskScheduler?.Execute(task);
        }
    }
}
