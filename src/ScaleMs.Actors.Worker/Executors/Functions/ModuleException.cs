using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>A module cannot be loaded or is ambiguous.</summary>
public sealed class ModuleException(string message, Exception? inner = null) : ScaleMsException(message, inner);
