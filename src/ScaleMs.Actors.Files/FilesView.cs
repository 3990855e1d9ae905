using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScaleMs.Actors.Files.Fingerprints;

namespace ScaleMs.Actors.Files;

/// <summary>
/// The files of a store: full paths by key, in the order of the keys (the seed's <c>FilesView</c>). It always shows the present files;
/// an enumeration shows those at its start. After the store is closed it shows the last ones.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The seed's name.")]
public sealed class FilesView : IReadOnlyDictionary<ResourceIdentifier, string>
{
    private readonly Func<ImmutableSortedDictionary<ResourceIdentifier, string>> _files;

    internal FilesView(Func<ImmutableSortedDictionary<ResourceIdentifier, string>> files) => _files = files;

    public int Count => _files().Count;

    public IEnumerable<ResourceIdentifier> Keys => _files().Keys;

    public IEnumerable<string> Values => _files().Values;

    /// <summary>The path of a file.</summary>
    /// <exception cref="KeyNotFoundException">The store has no file with that key.</exception>
    public string this[ResourceIdentifier key] => _files().TryGetValue(key, out var path) ? path : throw new KeyNotFoundException($"no file has the key {key}");

    public bool ContainsKey(ResourceIdentifier key) => _files().ContainsKey(key);

    public bool TryGetValue(ResourceIdentifier key, [MaybeNullWhen(false)] out string value) => _files().TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<ResourceIdentifier, string>> GetEnumerator() => _files().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
