
namespace ScaleMs.Actors.Executors.Functions;

/// <summary>An overload with converted arguments.</summary>
/// <param name="Overload">What to call.</param>
/// <param name="Arguments">In the order of its parameters.</param>
/// <param name="Cost">How far the arguments had to be bent; the lowest fits best.</param>
internal sealed record BoundCall(FunctionOverload Overload, object?[] Arguments, int Cost)
{
    /// <summary>Calls it. Exceptions of the function come as they are.</summary>
    public object? Invoke() => Overload.Invoke(Arguments);
}
