namespace ScaleMs.Actors.Worker.Isolation.Environments.Python;

/// <summary>An interpreter of Python.</summary>
/// <param name="Path">Its executable.</param>
/// <param name="Version">Such as <c>3.11.2</c>.</param>
/// <param name="Prefix">Where it is installed: <c>sys.prefix</c>.</param>
/// <param name="HasMpi">Whether mpi4py can be imported.</param>
internal sealed record PythonInterpreter(string Path, string Version, string Prefix, bool HasMpi);
