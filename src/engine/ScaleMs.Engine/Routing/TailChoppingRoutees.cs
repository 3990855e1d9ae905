using Akka.Actor;

namespace Akka.Routing;

internal sealed class TailChoppingRoutees(IScheduler scheduler, Routee[] routees, TimeSpan within, TimeSpan interval) : Routee
{
    public override void Send(object message, IActorRef sender)
    {
        var first = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = -1;
        var ticks = new Cancelable(scheduler);
        scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, interval, AskNext, ticks);
        scheduler.Advanced.ScheduleOnce(
            within,
            () => first.TrySetException(new AskTimeoutException($"No routee answered within {within}.")),
            ticks);
        _ = first.Task.ContinueWith(_ => ticks.Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _ = first.Task.PipeTo(sender);

        void AskNext()
        {
            var index = Interlocked.Increment(ref next);
            if (index < routees.Length && !first.Task.IsCompleted)
            {
                _ = routees[index].Ask(message, within).ContinueWith(
                    answer =>
                    {
                        if (answer.IsCompletedSuccessfully)
                        {
                            first.TrySetResult(answer.Result);
                        }
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }
}
