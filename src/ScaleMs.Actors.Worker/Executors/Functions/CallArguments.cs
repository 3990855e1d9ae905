using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>What a task passes to a function.</summary>
/// <param name="Positional">In order.</param>
/// <param name="Named">By parameter name.</param>
/// <param name="Communicator">Passed too unless <paramref name="CommArgName"/> is null.</param>
/// <param name="CommArgName">"" = last positional argument, else the parameter's name.</param>
/// <param name="Cancellation">Given to a parameter of type <see cref="CancellationToken"/>.</param>
internal readonly record struct CallArguments(
    ImmutableArray<JsonElement> Positional,
    ImmutableSortedDictionary<string, JsonElement> Named,
    Communicator Communicator,
    string? CommArgName,
    CancellationToken Cancellation);
