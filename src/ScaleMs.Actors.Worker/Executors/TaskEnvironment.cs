using System.Collections.Immutable;

namespace ScaleMs.Actors.Worker.Executors;

/// <summary>Sets a task's variables in the environment of its process while the task runs.</summary>
internal sealed class TaskEnvironment : IDisposable
{
    private readonly List<(string Name, string? Before)> _before = [];

    private TaskEnvironment()
    {
    }

    public static TaskEnvironment Set(ImmutableSortedDictionary<string, string> variables)
    {
        var environment = new TaskEnvironment();
        foreach (var (name, value) in variables)
        {
            environment._before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }

        return environment;
    }

    public void Dispose()
    {
        foreach (var (name, before) in _before)
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }
}
