using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Files.Caching;

/// <summary>A file does not fit into a cache beside the files that are in use.</summary>
public sealed class FileCacheFullException(string message) : ContextException(message);
