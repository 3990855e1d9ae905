namespace ScaleMs.Actors.Worker.Isolation.Environments.Python;

/// <summary>The worker's interpreter, or why it has none.</summary>
/// <param name="Interpreter">The interpreter; null = none.</param>
/// <param name="Problem">Why there is none; empty = there is one.</param>
internal sealed record PythonSearchResult(PythonInterpreter? Interpreter, string Problem);
