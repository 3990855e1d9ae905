using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Node.Exits;
using ScaleMs.Actors.Worker.Isolation;

namespace ScaleMs.Actors.Node.Hosting;

/// <summary>Finds the executable that is a process for tasks: this one.</summary>
internal static class SlotProcesses
{
    /// <summary>The first and only argument of such a process. It is no verb: nobody types it.</summary>
    public const string Argument = "slot";

    /// <summary>How to start one; null when tasks are to run in the worker's process.</summary>
    /// <exception cref="InvalidConfigurationException">Isolation is asked for where there is none.</exception>
    public static SlotCommand? Of(ScaleMsOptions options) =>
        options.Worker.Isolation == "none" ? null
        : OperatingSystem.IsLinux() ? Command()
        : throw new InvalidConfigurationException("scalems.worker.isolation = process: this is possible on Linux only; set it to none");

    /// <summary>This program in the way in which it was started itself: as one file, by its launcher, or by <c>dotnet</c>.</summary>
    internal static SlotCommand Command()
    {
        var assembly = typeof(SlotProcesses).Assembly;
#pragma warning disable IL3000 // Empty in a single file, which is what is asked here.
        var path = assembly.Location;
#pragma warning restore IL3000
        var program = Environment.ProcessPath ?? throw new NodeException("the path of this process's executable is not known, so no process for tasks can be started");
        var host = Path.GetFileNameWithoutExtension(program);
        if (path.Length == 0 || host == assembly.GetName().Name)
        {
            return new SlotCommand(program, [Argument]);
        }

        // In another program, which may be hosted in any way.
        return new SlotCommand(host == "dotnet" ? program : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", path, Argument]);
    }
}
