using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>The arguments that a task passes to a function.</summary>
/// <param name="Positional">Positional arguments, in order.</param>
/// <param name="Named">Arguments by parameter name.</param>
/// <param name="Communicator">The communicator; null = <paramref name="CommArgName"/> is.</param>
/// <param name="CommArgName">"" = last positional argument, otherwise the parameter's name.</param>
/// <param name="SubTasks">Makes what is passed to a parameter of type <see cref="ISubTasks"/>.</param>
/// <param name="Cancellation">Passed to a parameter of type <see cref="CancellationToken"/>.</param>
internal readonly record struct CallArguments(
    ImmutableArray<JsonElement> Positional,
    ImmutableSortedDictionary<string, JsonElement> Named,
    ICommunicator? Communicator,
    string? CommArgName,
    Func<ISubTasks> SubTasks,
    CancellationToken Cancellation);
