namespace ScaleMs.Actors.Node.Hosting;

/// <summary>The seed's executable of a master, <c>scalems_rp_master CONFIG</c>: this program, under that name.</summary>
internal static class RaptorMaster
{
    public const string Name = "scalems_rp_master";

    /// <summary>The seed's log file.</summary>
    private const string Log = "scalems.radical.raptor.log";

    /// <summary>The arguments with which this program is that one; under its own name they stay as they are.</summary>
    public static string[] Arguments(string[] args) => Path.GetFileName(NameOfProcess()) == Name
        ? ["seed", .. args is [var config, .. var more] && !config.StartsWith('-') ? ["--input", config, .. more] : args, "--set", $"scalems.log.file={Log}", "--set", "scalems.log.level=DEBUG"]
        : args;

    /// <summary>The name by which it was called; a symbolic link is one.</summary>
    private static string NameOfProcess()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText("/proc/self/cmdline").Split('\0')[0] : Environment.GetCommandLineArgs()[0];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
