using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit.Internal;

/// <summary>
/// Continuations of an asynchronous test run on thread-pool threads. This context makes them send with the test actor
/// as sender, as the thread that began the test does.
/// </summary>
internal sealed class ImplicitSenderContext(ActorCell? cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.QueueUserWorkItem(Run, (Context: this, Callback: d, State: state), preferLocal: false);

    public override void Send(SendOrPostCallback d, object? state) => Run((this, d, state));

    public override SynchronizationContext CreateCopy() => this;

    private static void Run((ImplicitSenderContext Context, SendOrPostCallback Callback, object? State) work)
    {
        var previousCell = InternalCurrentActorCellKeeper.Current;
        var previousContext = Current;
        InternalCurrentActorCellKeeper.Current = work.Context.Cell;
        SetSynchronizationContext(work.Context);
        try
        {
            work.Callback(work.State);
        }
        finally
        {
            SetSynchronizationContext(previousContext);
            InternalCurrentActorCellKeeper.Current = previousCell;
        }
    }

    private ActorCell? Cell { get; } = cell;
}
