using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>The arguments that a task passes to a function.</summary>
/// <param name="Positional">Positional arguments, in order.</param>
/// <param name="Named">Arguments by parameter name.</param>
/// <param name="Communicator">The communicator; passed too unless <paramref name="CommArgName"/> is null.</param>
/// <param name="CommArgName">"" = last positional argument, otherwise the parameter's name.</param>
/// <param name="Cancellation">Passed to a parameter of type <see cref="CancellationToken"/>.</param>
internal readonly record struct CallArguments(
    ImmutableArray<JsonElement> Positional,
    ImmutableSortedDictionary<string, JsonElement> Named,
    ICommunicator Communicator,
    string? CommArgName,
    CancellationToken Cancellation);
