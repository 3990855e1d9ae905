namespace ScaleMs.Actors.Worker.Executors;

/// <summary>A stream that a task prints to; the numbers are those of the frame protocol.</summary>
internal enum OutputStream : byte
{
    /// <summary>Standard output.</summary>
    Out = 0,

    /// <summary>Standard error.</summary>
    Error = 1,
}
