using System.Collections.Immutable;
using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Contracts.Workers;
using ScaleMs.Actors.Worker.Executors.Processes;

namespace ScaleMs.Actors.Worker.Isolation.Environments;

/// <summary>The runtimes that a user has added, each with the command that starts its agent.</summary>
internal sealed class AgentCommands
{
    private readonly ImmutableSortedDictionary<string, string> _lines;

    private AgentCommands(ImmutableSortedDictionary<string, string> lines) => _lines = lines;

    public static AgentCommands None { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>For the master. An agent does not say which version its language has.</summary>
    public IEnumerable<RuntimeInfo> Infos => _lines.Keys.Select(static name => new RuntimeInfo(name, "", ""));

    /// <summary>Checks the agents as configured.</summary>
    /// <exception cref="InvalidConfigurationException">A name is taken, or a command is empty.</exception>
    public static AgentCommands Of(ImmutableSortedDictionary<string, string> configured) =>
        configured.Keys.FirstOrDefault(static name => name is "" or TaskRuntime.DotNet or TaskRuntime.Python) is { } taken
            ? throw new InvalidConfigurationException($"scalems.worker.agents.{taken}: {TaskRuntime.DotNet} and {TaskRuntime.Python} have agents already; choose another name")
        : configured.FirstOrDefault(static agent => agent.Value.Trim().Length == 0).Key is { } empty
            ? throw new InvalidConfigurationException($"scalems.worker.agents.{empty} is empty; a command is expected, such as \"julia /opt/agent.jl\"")
        : new AgentCommands(configured);

    /// <summary>For a worker that cannot have any.</summary>
    /// <exception cref="InvalidConfigurationException">There are some.</exception>
    public void Refuse(string reason)
    {
        if (!_lines.IsEmpty)
        {
            throw new InvalidConfigurationException($"scalems.worker.agents has {string.Join(", ", _lines.Keys)}, but this worker can start no agent: {reason}");
        }
    }

    /// <summary>The command of a runtime's agent; null = there is no such runtime.</summary>
    public SlotCommand? Of(string runtime) =>
        _lines.TryGetValue(runtime, out var line) ? new SlotCommand(ShellLine.Shell, ["-c", $"exec env {line}"]) : null;
}
