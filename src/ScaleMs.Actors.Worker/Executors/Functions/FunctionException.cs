using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>A function does not exist or does not take the given arguments.</summary>
public sealed class FunctionException(string message) : ScaleMsException(message);
