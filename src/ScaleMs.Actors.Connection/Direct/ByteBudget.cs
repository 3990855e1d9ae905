namespace ScaleMs.Actors.Connection.Direct;

/// <summary>Bounds the bytes of what is received at the same time. Who finds no room waits, first come first served.</summary>
/// <param name="size">Bytes. One that is larger is let in alone.</param>
internal sealed class ByteBudget(long size)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Room)> _waiting = [];
    private long _used;

    /// <summary>Completes when there is room; <see cref="Return"/> has to follow.</summary>
    public Task TakeAsync(long bytes)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && HasRoom(bytes))
            {
                _used += bytes;
                return Task.CompletedTask;
            }

            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, room));
            return room.Task;
        }
    }

    public void Return(long bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            while (_waiting.TryPeek(out var next) && HasRoom(next.Bytes))
            {
                _waiting.Dequeue();
                _used += next.Bytes;
                next.Room.SetResult();
            }
        }
    }

    private bool HasRoom(long bytes) => _used == 0 || _used + bytes <= size;
}
