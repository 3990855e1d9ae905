using Akka.Event;

namespace Akka.TestKit.Internal;

public partial class InternalEventFilterApplier
{
    /// <summary>Counts the events that matched; called by the logger actor, read by the test.</summary>
    protected class MatchedEventHandler
    {
        private readonly Lock _lock = new();
        private readonly List<LogEvent> _events = [];
        private readonly ManualResetEventSlim _reached = new(initialState: false, spinCount: 0);
        private TaskCompletionSource? _asyncReached;
        private int _awaited = int.MaxValue;

        public int ReceivedCount
        {
            get
            {
                lock (_lock)
                {
                    return _events.Count;
                }
            }
        }

        internal IReadOnlyList<LogEvent> Events
        {
            get
            {
                lock (_lock)
                {
                    return [.. _events];
                }
            }
        }

        public virtual void HandleEvent(EventFilterBase eventFilter, LogEvent logEvent)
        {
            TaskCompletionSource? waiting = null;
            lock (_lock)
            {
                _events.Add(logEvent);
                if (_events.Count >= _awaited)
                {
                    _reached.Set();
                    waiting = _asyncReached;
                    _asyncReached = null;
                }
            }

            waiting?.TrySetResult();
        }

        internal bool Wait(int count, TimeSpan timeout, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                if (_events.Count >= count)
                {
                    return true;
                }

                _awaited = count;
                _reached.Reset();
            }

            return _reached.Wait(timeout, cancellationToken);
        }

        internal async Task<bool> WaitAsync(int count, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Task reached;
            lock (_lock)
            {
                if (_events.Count >= count)
                {
                    return true;
                }

                _awaited = count;
                _asyncReached ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                reached = _asyncReached.Task;
            }

            try
            {
                await reached.WaitAsync(timeout, cancellationToken);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }
}
