namespace ScaleMs.Actors.Worker.Isolation.Links;

/// <summary>The way to a slot's process.</summary>
internal abstract class SlotLink
{
    protected const int None = -1;

    /// <summary>For people.</summary>
    public abstract string Name { get; }

    /// <summary>Its process, once it is connected; 0 = not known.</summary>
    public abstract int ProcessId { get; }

    /// <summary>The descriptor on which its frames come, once it is connected.</summary>
    public abstract int Output { get; }

    /// <summary>The descriptor on which its errors come; -1 = on none of its own.</summary>
    public virtual int Errors => None;

    /// <summary>The descriptor that becomes readable when this side has closed the link; -1 = none, because the process then ends.</summary>
    public virtual int Closed => None;

    /// <summary>Waits until the process is connected.</summary>
    /// <param name="deadline">The longest time.</param>
    /// <returns>Why it is not; null = it is.</returns>
    public virtual string? Connect(TimeSpan deadline) => null;

    /// <summary>Writes whole frames.</summary>
    /// <exception cref="IOException">The process has ended.</exception>
    public abstract void Write(ReadOnlySpan<byte> frames);

    /// <summary>Ends the process and everything that it has started, now.</summary>
    public abstract void Kill();

    /// <summary>Lets the process end by itself.</summary>
    public abstract void Close();

    /// <summary>Nothing more comes from the process. Waits until it has ended, and frees what belongs to the link.</summary>
    public abstract LinkEnd End();

    /// <summary>The process has said that it runs no further task.</summary>
    public virtual void Leaving()
    {
        // It ends by itself.
    }
}
