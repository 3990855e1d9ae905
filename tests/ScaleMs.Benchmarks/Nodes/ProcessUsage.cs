using System.Globalization;

namespace ScaleMs.Benchmarks.Nodes;

/// <summary>What Linux says of a process.</summary>
/// <param name="CpuSeconds">Processor time, user and system.</param>
/// <param name="ResidentMebibytes">Its memory, pages shared with others included.</param>
/// <param name="Threads">Its threads.</param>
internal readonly record struct ProcessUsage(double CpuSeconds, double ResidentMebibytes, int Threads)
{
    // Clock ticks a second, the same on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;
    private const double PagesPerMebibyte = 256;

    // Fields of /proc/PID/stat behind the name, which may contain anything.
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ThreadCount = 17;
    private const int ResidentPages = 21;

    public static ProcessUsage Of(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double Number(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        return new((Number(UserTime) + Number(SystemTime)) / TicksPerSecond, Number(ResidentPages) / PagesPerMebibyte, (int)Number(ThreadCount));
    }

    public static int[] ChildrenOf(int process) =>
        [.. Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static child => int.Parse(child, CultureInfo.InvariantCulture))];

    /// <summary>Shares of a core that processes use while nothing is done with them, in percent.</summary>
    public static async Task<double[]> CpuAsync(int[] processes, TimeSpan time)
    {
        var before = Array.ConvertAll(processes, static process => Of(process).CpuSeconds);
        await Task.Delay(time);
        return [.. processes.Zip(before, (process, used) => (Of(process).CpuSeconds - used) / time.TotalSeconds * 100)];
    }
}
