using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files.Metadata;

/// <summary>What a store records (the seed's <c>Metadata</c>).</summary>
/// <param name="Instance">Number of the process that has the store open; null = none.</param>
/// <param name="Files">Full paths by key.</param>
/// <param name="Objects">JSON objects by identity.</param>
internal sealed record StoreMetadata(
    int? Instance,
    ImmutableSortedDictionary<ResourceIdentifier, string> Files,
    ImmutableSortedDictionary<string, JsonElement> Objects)
{
    public static StoreMetadata Empty { get; } = new(
        null, ImmutableSortedDictionary<ResourceIdentifier, string>.Empty, ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal));
}
