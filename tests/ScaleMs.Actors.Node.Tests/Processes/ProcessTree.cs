using System.Globalization;

namespace ScaleMs.Actors.Node.Tests.Processes;

/// <summary>Processes of this machine by their ids; see proc(5).</summary>
internal static class ProcessTree
{
    /// <summary>Whether there is such a process, and it has not ended.</summary>
    public static bool Runs(long process) => StatusOf(process) is { } status && status[0] is not ("Z" or "X");

    /// <summary>The process that has started it.</summary>
    public static long ParentOf(long process) =>
        long.Parse((StatusOf(process) ?? throw new InvalidOperationException($"process {process} has ended"))[1], CultureInfo.InvariantCulture);

    /// <summary>All processes that it, and those that it has started, have started.</summary>
    public static long[] DescendantsOf(long process)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(static directory => long.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(static id => (Id: id, Status: StatusOf(id)))
            .Where(static found => found.Status is not null)
            .ToLookup(static found => long.Parse(found.Status![1], CultureInfo.InvariantCulture), static found => found.Id);
        return [.. Below(process)];

        IEnumerable<long> Below(long parent) => parents[parent].SelectMany(child => Below(child).Prepend(child));
    }

    /// <summary>The words behind its name, from its state on; null = there is no such process.</summary>
    private static string[]? StatusOf(long process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
