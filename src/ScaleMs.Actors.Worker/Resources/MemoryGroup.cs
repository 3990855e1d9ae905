using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>A control group: the system kills what would use more.</summary>
internal sealed class MemoryGroup : MemoryGuard
{
    private readonly string _path;
    private readonly bool _isVersion2;
    private long _kills;

    /// <summary>Makes the group.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public MemoryGroup(string path, long limit, bool isVersion2)
        : base(limit)
    {
        (_path, _isVersion2) = (path, isVersion2);
        Directory.CreateDirectory(path);
        try
        {
            var bytes = limit.ToString(CultureInfo.InvariantCulture);
            Write(isVersion2 ? "memory.max" : "memory.limit_in_bytes", bytes);

            // Not every kernel counts swap.
            WriteIfThere(isVersion2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes", isVersion2 ? "0" : bytes);
            if (isVersion2)
            {
                WriteIfThere("memory.oom.group", "1");
            }
        }
        catch
        {
            Directory.Delete(path);
            throw;
        }
    }

    public override bool MustLook => false;

    public override void Add(int process)
    {
        // What a process starts after it has moved is in the group; what it has started before moves one by one, until there is no more.
        var moved = new HashSet<int>();
        for (IEnumerable<int> next = [process]; next.Any(); next = [.. ProcessTree.Members(process).Where(member => !moved.Contains(member))])
        {
            foreach (var member in next)
            {
                moved.Add(member);
                try
                {
                    Write("cgroup.procs", member.ToString(CultureInfo.InvariantCulture));
                }
                catch (IOException)
                {
                    // It has ended.
                }
            }
        }
    }

    public override string? Exceeded()
    {
        var kills = Kills(_isVersion2 ? "memory.events" : "memory.oom_control");
        if (kills <= _kills)
        {
            return null;
        }

        _kills = kills;
        return $"it needed more than the {TaskResources.Bytes(Limit)} of memory that mem_per_rank allows";
    }

    public override void Dispose()
    {
        try
        {
            Directory.Delete(_path);
        }
        catch (IOException)
        {
            // A process in it is about to end. The next worker removes it.
        }
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_path, file), text);

    private void WriteIfThere(string file, string text)
    {
        try
        {
            if (File.Exists(Path.Combine(_path, file)))
            {
                Write(file, text);
            }
        }
        catch (IOException)
        {
            // The kernel has it, and it cannot be used.
        }
    }

    /// <summary>Processes that the system has killed, which a line of the file tells; 0 = it has none.</summary>
    private long Kills(string file)
    {
        try
        {
            foreach (var line in File.ReadLines(Path.Combine(_path, file)))
            {
                var parts = line.Split(' ');
                if (parts[0] == "oom_kill")
                {
                    return long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Older kernels do not have it.
        }

        return 0;
    }
}
