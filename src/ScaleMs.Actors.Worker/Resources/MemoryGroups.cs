using System.Globalization;
using System.Runtime.Versioning;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>
/// The control group of Linux in which this worker makes one for each process with a limit: of version 2 where that controls memory, else of
/// version 1 (cgroups(7)).
/// </summary>
/// <param name="directory">The group in which they are made.</param>
/// <param name="isVersion2">Which version it is.</param>
internal sealed class MemoryGroups(string directory, bool isVersion2)
{
    private const string Root = "/sys/fs/cgroup";
    private const string Prefix = "scalems-";
    private const string Version2 = "2:";
    private const string Version1 = "1:";

    /// <summary>The groups as <see cref="ToString"/> has written them.</summary>
    public static MemoryGroups Parse(string text) => new(text[Version2.Length..], text.StartsWith(Version2, StringComparison.Ordinal));

    /// <summary>The groups of this process; null = it may not make any.</summary>
    /// <param name="problem">Why.</param>
    public static MemoryGroups? Find(out string problem)
    {
        if (!OperatingSystem.IsLinux())
        {
            problem = "this is not Linux";
            return null;
        }

        try
        {
            var own = File.ReadAllLines("/proc/self/cgroup").Select(static line => line.Split(':', 3)).Where(static parts => parts.Length == 3).ToList();
            var groups = own.Find(static parts => parts[0] == "0") is { } unified && IsControlled(Root + unified[2]) ? Delegated(Root + unified[2])
                : own.Find(static parts => parts[1].Split(',').Contains("memory")) is { } memory ? Existing($"{Root}/memory{memory[2]}", $"{Root}/memory")
                : null;
            if (groups is null)
            {
                problem = "no control group of this process controls memory";
                return null;
            }

            // Only an attempt shows whether it is allowed.
            groups.RemoveLeft();
            groups.New(1L << 40).Dispose();
            problem = "";
            return groups;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = error.Message;
            return null;
        }
    }

    /// <summary>A group with a limit.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public MemoryGroup New(long limit) => new(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}")), limit, isVersion2);

    /// <summary>Removes groups that processes have left which could not remove them, because what was in them ended after they did.</summary>
    private void RemoveLeft()
    {
        foreach (var group in Directory.EnumerateDirectories(directory, $"{Prefix}*"))
        {
            if (int.TryParse(Path.GetFileName(group)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var maker) && !Directory.Exists($"/proc/{maker}"))
            {
                try
                {
                    Directory.Delete(group);
                }
                catch (IOException)
                {
                    // Something is in it still, or another worker was faster.
                }
            }
        }
    }

    public override string ToString() => (isVersion2 ? Version2 : Version1) + directory;

    private static bool IsControlled(string group) =>
        File.Exists($"{group}/cgroup.controllers") && File.ReadAllText($"{group}/cgroup.controllers").Split(' ', '\n').Contains("memory");

    private static MemoryGroups? Existing(params string[] groups) => Array.Find(groups, Directory.Exists) is { } group ? new MemoryGroups(group, isVersion2: false) : null;

    /// <summary>A group of version 2 that has processes cannot control memory in groups below it, so this process moves to one of these.</summary>
    [SupportedOSPlatform("linux")]
    private static MemoryGroups Delegated(string group)
    {
        var controls = $"{group}/cgroup.subtree_control";
        if (!File.ReadAllText(controls).Split(' ', '\n').Contains("memory"))
        {
            var id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            var leaf = Directory.CreateDirectory($"{group}/{Prefix}{id}").FullName;
            try
            {
                File.WriteAllText($"{leaf}/cgroup.procs", id);
                File.WriteAllText(controls, "+memory");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // There are other processes in it.
                File.WriteAllText($"{group}/cgroup.procs", id);
                Directory.Delete(leaf);
                throw;
            }
        }

        return new MemoryGroups(group, isVersion2: true);
    }
}
