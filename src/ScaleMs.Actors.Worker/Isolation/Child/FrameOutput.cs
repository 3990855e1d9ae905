using ScaleMs.Actors.Worker.Isolation.Frames;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Isolation.Child;

/// <summary>Frames to the worker. Each flush is one write.</summary>
internal sealed class FrameOutput(int descriptor)
{
    private readonly Lock _gate = new();
    private readonly FrameBuffer _buffer = new();

    /// <summary>Adds a frame to the next flush.</summary>
    public void Add<TFrame>(in TFrame frame)
        where TFrame : struct, IFrame<TFrame>
    {
        lock (_gate)
        {
            _buffer.Add(frame);
        }
    }

    /// <summary>Sends frames now.</summary>
    public void Send(FrameBuffer frames)
    {
        lock (_gate)
        {
            Flush();
            _ = Descriptor.Write(descriptor, frames.Written);
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            // When the worker is gone, the thread that reads its frames ends this process.
            _ = Descriptor.Write(descriptor, _buffer.Written);
            _buffer.Clear();
        }
    }

    /// <summary>Sends a frame now.</summary>
    public void Send<TFrame>(in TFrame frame)
        where TFrame : struct, IFrame<TFrame>
    {
        lock (_gate)
        {
            Add(frame);
            Flush();
        }
    }
}
