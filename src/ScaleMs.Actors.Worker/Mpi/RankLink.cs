using System.Globalization;
using System.Net.Sockets;
using ScaleMs.Actors.Worker.Isolation.Links;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>The way to an interpreter that is a rank of a world: a socket, since a launcher connects standard streams to itself.</summary>
internal sealed class RankLink : SlotLink
{
    private readonly int[] _closed = new int[2];
    private Socket? _socket;

    public RankLink(MpiWorld world, int rank, Action outdated)
    {
        (World, Rank, Outdated) = (world, rank, outdated);
        _ = LinuxCalls.Pipe(_closed, LinuxCalls.CloseOnExec);
    }

    public MpiWorld World { get; }

    /// <summary>The process's rank in the world.</summary>
    public int Rank { get; }

    /// <summary>Called when the rank is of no use for further tasks.</summary>
    public Action Outdated { get; }

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"world-rank-{Rank}");

    public override int ProcessId => World.ProcessOf(Rank);

    public override int Output => (int)_socket!.SafeHandle.DangerousGetHandle();

    public override int Closed => _closed[0];

    public override string? Connect(TimeSpan deadline)
    {
        _socket = World.Connection(Rank, deadline, out var problem);
        return problem;
    }

    public override void Write(ReadOnlySpan<byte> frames)
    {
        var socket = _socket ?? throw new IOException("the rank is not connected");
        try
        {
            while (!frames.IsEmpty)
            {
                frames = frames[socket.Send(frames)..];
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new IOException("the rank has ended", error);
        }
    }

    public override void Kill() => World.Kill(this);

    public override void Close()
    {
        if (World.Release(this))
        {
            _ = LinuxCalls.Write(_closed[1], [1], 1);
        }
    }

    public override void Leaving() => World.Retire();

    public override LinkEnd End()
    {
        var end = World.EndOf(this);
        foreach (var descriptor in _closed)
        {
            _ = LinuxCalls.Close(descriptor);
        }

        return end;
    }
}
