namespace ScaleMs.Actors.Worker.Executors;

/// <summary>The process of a program, for those who did not start it.</summary>
internal sealed class ProgramProcess
{
    private volatile int _id;

    /// <summary>Its number while it runs; 0 = it has not begun, or has ended.</summary>
    public int Id
    {
        get => _id;
        set => _id = value;
    }
}
