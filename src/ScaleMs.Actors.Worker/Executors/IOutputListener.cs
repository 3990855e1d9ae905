namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Receives a task's output while it runs.</summary>
internal interface IOutputListener
{
    /// <summary>Receives kept output. Called by one thread at a time for each stream.</summary>
    void Printed(OutputStream stream, ReadOnlySpan<char> text);
}
