using System.Globalization;
using System.Text;

namespace ScaleMs.Actors.Worker.Posix;

/// <summary>
/// The processes that a process has started, directly or not: those below it and those in its session. For a slot's process also those
/// with its mark in their environment, because a process may leave the first two groups and hardly ever leaves the third.
/// </summary>
internal static class ProcessTree
{
    /// <summary>Name of the variable that marks a slot's processes; its value is different for each.</summary>
    public const string MarkVariable = "SCALEMS_SLOT_MARK";

    // A process may fork while others are killed; the rounds end because every process that can fork is killed.
    private const int MostRounds = 20;

    /// <summary>Kills all of them, and the slot's process itself unless it is the caller.</summary>
    public static void Kill(int root, string mark) => KillAll(() => Find(root, mark));

    /// <summary>Tells a program and all processes below it to end.</summary>
    /// <param name="program">A child of the calling process.</param>
    /// <returns>The processes that were told.</returns>
    public static IReadOnlyList<int> Terminate(int program)
    {
        // The program first: a shell whose command ended before the signal reached it would continue with the next one.
        List<int> members = [.. Below([program]).OrderBy(id => id != program)];
        foreach (var id in members)
        {
            _ = LinuxCalls.Kill(id, LinuxCalls.Sigterm);
        }

        return members;
    }

    /// <summary>True when one of these processes has not ended.</summary>
    public static bool AnyLives(IEnumerable<int> ids) => ids.Any(static id => Read(id) is { Lives: true });

    /// <summary>Kills these processes and all processes below them.</summary>
    public static void Kill(IReadOnlyList<int> ids) => KillAll(() => Below(ids));

    /// <summary>A process and all below it. Faster than by parents, and without those that have left the tree.</summary>
    public static List<int> Members(int root)
    {
        List<int> members = [root];
        for (var i = 0; i < members.Count; i++)
        {
            try
            {
                foreach (var thread in Directory.EnumerateDirectories($"/proc/{members[i]}/task"))
                {
                    foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    {
                        members.Add(int.Parse(child, CultureInfo.InvariantCulture));
                    }
                }
            }
            catch (FileNotFoundException) when (i == 0)
            {
                // A kernel without these lists.
                return [root, .. Below([root]).Where(id => id != root)];
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }

        return members;
    }

    /// <summary>True when the calling process has children that live, or that ended and have not been reaped.</summary>
    public static bool HasChildren() =>
        LinuxCalls.Look(LinuxCalls.AnyChild, 0, 0, LinuxCalls.Exited | LinuxCalls.NoHang | LinuxCalls.NoWait) == 0;

    /// <summary>Reaps ended children that the calling process has inherited from their parents.</summary>
    public static void Reap()
    {
        Span<byte> info = stackalloc byte[128];
        foreach (var (id, process) in All())
        {
            if (process is { State: 'Z' } && process.Parent == Environment.ProcessId)
            {
                _ = LinuxCalls.Wait(LinuxCalls.Pid, (uint)id, info, LinuxCalls.Exited | LinuxCalls.NoHang);
            }
        }
    }

    /// <summary>The living members, without the calling process.</summary>
    internal static List<int> Find(int root, string mark)
    {
        var all = All();
        var marked = Encoding.UTF8.GetBytes($"{MarkVariable}={mark}\0");
        return
        [
            .. all.Where(process => process.Key != Environment.ProcessId
                    && process.Value.Lives
                    && (Belongs(all, process.Key, root) || IsMarked(process.Key, marked)))
                .Select(static process => process.Key),
        ];
    }

    /// <summary>These processes and the ones below them that live.</summary>
    private static List<int> Below(IReadOnlyList<int> roots)
    {
        var all = All();
        return [.. all.Where(process => process.Value.Lives && roots.Any(root => Belongs(all, process.Key, root))).Select(static process => process.Key)];
    }

    private static void KillAll(Func<List<int>> find)
    {
        for (var round = 0; round < MostRounds && find() is { Count: > 0 } members; round++)
        {
            foreach (var id in members)
            {
                _ = LinuxCalls.Kill(id, LinuxCalls.Sigkill);
            }
        }
    }

    private static bool Belongs(Dictionary<int, ProcessStatus> all, int id, int root) =>
        id == root || all[id].Session == root || IsBelow(all, id, root);

    private static bool IsBelow(Dictionary<int, ProcessStatus> all, int id, int root)
    {
        // A chain of parents is not longer than the number of processes, even if some of them changed while they were read.
        for (var steps = 0; steps < all.Count && all.TryGetValue(id, out var process); steps++)
        {
            if (process.Parent == root)
            {
                return true;
            }

            id = process.Parent;
        }

        return false;
    }

    private static bool IsMarked(int id, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or belongs to another user.
            return false;
        }
    }

    private static Dictionary<int, ProcessStatus> All()
    {
        var all = new Dictionary<int, ProcessStatus>();
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(path.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } process)
            {
                all[id] = process;
            }
        }

        return all;
    }

    private static ProcessStatus? Read(int id)
    {
        try
        {
            // "id (name) state parent group session ...", and the name may contain anything.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStatus(fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record ProcessStatus(char State, int Parent, int Session)
    {
        public bool Lives => State is not ('Z' or 'X');
    }
}
