namespace ScaleMs.Actors.Contracts.Tasks;

/// <summary>The task modes that workers run (values as in RADICAL-Pilot).</summary>
public static class TaskMode
{
    /// <summary>Calls a function in a slot.</summary>
    public const string Function = "task.function";

    /// <summary>Starts a program with arguments.</summary>
    public const string Executable = "task.executable";

    /// <summary>Runs a command line in the system's shell.</summary>
    public const string Shell = "task.shell";
}
