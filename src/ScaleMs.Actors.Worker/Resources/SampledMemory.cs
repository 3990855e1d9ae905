using System.Globalization;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Posix;

namespace ScaleMs.Actors.Worker.Resources;

/// <summary>Adds up what a process and all below it use. What is allocated between two looks is noticed late.</summary>
internal sealed class SampledMemory(long limit) : MemoryGuard(limit)
{
    private int _process;
    private string? _exceeded;

    public override bool MustLook => true;

    public override void Add(int process) => _process = process;

    public override string? Exceeded()
    {
        if (_exceeded is null && _process > 0)
        {
            // Pages that several processes share are counted for each of them at first, which is fast to find out.
            var members = ProcessTree.Members(_process);
            if (members.Sum(ResidentOf) > Limit && members.Sum(ProportionalOf) is var used && used > Limit)
            {
                _exceeded = $"it used {TaskResources.Bytes(used)} of memory; mem_per_rank allows {TaskResources.Bytes(Limit)}";
            }
        }

        return _exceeded;
    }

    public override void Dispose()
    {
        // Nothing belongs to it.
    }

    private static long ResidentOf(int process)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            // It has ended.
            return 0;
        }
    }

    private static long ProportionalOf(int process)
    {
        try
        {
            const string Key = "Pss:";
            foreach (var line in File.ReadLines($"/proc/{process}/smaps_rollup"))
            {
                if (line.StartsWith(Key, StringComparison.Ordinal))
                {
                    return long.Parse(line[Key.Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended, or has another user, or Linux is older than 4.14.
        }

        return ResidentOf(process);
    }
}
