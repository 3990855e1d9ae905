using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.TestKit.Internal;

public partial class InternalTestActorRef
{
    /// <summary>A cell that gives its actor away and can process a message for the test.</summary>
    protected class TestActorCell(
        ActorSystemImpl system,
        IInternalActorRef self,
        Props props,
        MessageDispatcher dispatcher,
        IInternalActorRef parent)
        : ActorCell(system, self, props, dispatcher, parent)
    {
        private TaskCompletionSource? _awaitedByTest;

        public new object? Actor => base.Actor;

        /// <summary>Completes when the handler has, awaits included; what the handler throws is the task's.</summary>
        public Task ReceiveMessageForTestAsync(Envelope envelope)
        {
            var ended = new TaskCompletionSource();
            _awaitedByTest = ended;
            try
            {
                ReceiveMessageForTest(envelope);
            }
            catch (Exception failure)
            {
                _awaitedByTest = null;
                return Task.FromException(failure);
            }

            if (IsAwaiting)
            {
                return ended.Task;
            }

            _awaitedByTest = null;
            return Task.CompletedTask;
        }

        /// <summary>Runs an asynchronous delegate as the actor.</summary>
        public Task UseThreadContextAsync(Func<Task> actionAsync)
        {
            Task? running = null;
            UseThreadContext(() => running = actionAsync());
            return running!;
        }

        internal override void EndAwait(Exception? failure)
        {
            if (Interlocked.Exchange(ref _awaitedByTest, null) is not { } awaited)
            {
                base.EndAwait(failure);
                return;
            }

            base.EndAwait(null);
            if (failure is null)
            {
                awaited.SetResult();
            }
            else
            {
                awaited.SetException(failure);
            }
        }
    }
}
