using System.Net.Sockets;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>One rank of a world, as this worker has it.</summary>
internal sealed class WorldRank(int number)
{
    private readonly Lock _gate = new();
    private Socket? _socket;
    private bool _isClosed;

    public int Number { get; } = number;

    /// <summary>Completed when the interpreter can take frames.</summary>
    public TaskCompletionSource<Socket> Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its process; 0 = not known.</summary>
    public int Process { get; private set; }

    /// <summary>The slot that has it; null = none had it yet.</summary>
    public RankLink? Link { get; set; }

    /// <summary>True = the slot has given it back.</summary>
    public bool IsReleased { get; set; }

    public void Greet(Socket socket, int process)
    {
        lock (_gate)
        {
            (_socket, Process) = (socket, process);
            if (_isClosed)
            {
                socket.Dispose();
            }
        }
    }

    /// <summary>Ends the connection, and with it the interpreter. What reads from it sees the end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            try
            {
                _socket?.Shutdown(SocketShutdown.Both);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The rank has ended.
            }

            Connected.TrySetCanceled();
        }
    }
}
