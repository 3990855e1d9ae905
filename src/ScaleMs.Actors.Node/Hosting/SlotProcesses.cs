using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Worker.Isolation.Environments;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Locates the executable of task processes, which is this one.</summary>
internal static class SlotProcesses
{
    /// <summary>The only argument of such a process. It is not a verb, because users never type it.</summary>
    public const string Argument = "slot";

    /// <summary>The command that starts one; null = tasks run in the worker's process.</summary>
    /// <exception cref="InvalidConfigurationException">Isolation is configured, but not supported here.</exception>
    public static SlotCommand? Of(ScaleMsOptions options) =>
        options.Worker.Isolation == "none" ? null
        : OperatingSystem.IsLinux() ? Command()
        : throw new InvalidConfigurationException("scalems.worker.isolation = process is supported only on Linux; set it to none");

    /// <summary>The words of a command that starts this program, without arguments.</summary>
    public static IEnumerable<string> Program()
    {
        var command = Command();
        return [command.Program, .. command.Arguments.SkipLast(1)];
    }

    /// <summary>Starts this program the way it was started itself: as one file, by its launcher, or by <c>dotnet</c>.</summary>
    internal static SlotCommand Command()
    {
        var assembly = typeof(SlotProcesses).Assembly;
#pragma warning disable IL3000 // Empty in a single file, which is what this checks.
        var path = assembly.Location;
#pragma warning restore IL3000
        var program = Environment.ProcessPath ?? throw new NodeException("the path of this process's executable is unknown, so no process for tasks can be started");
        var host = Path.GetFileNameWithoutExtension(program);
        if (path.Length == 0 || host == assembly.GetName().Name)
        {
            return new SlotCommand(program, [Argument]);
        }

        // Within another program, hosted in any way.
        return new SlotCommand(host == "dotnet" ? program : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", path, Argument]);
    }
}
