namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Hears what a task prints while it runs.</summary>
internal interface IOutputListener
{
    /// <summary>This was printed and is kept. Called by one thread at a time for each stream.</summary>
    void Printed(OutputStream stream, ReadOnlySpan<char> text);
}
