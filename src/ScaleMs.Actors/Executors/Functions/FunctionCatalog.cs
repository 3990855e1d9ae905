using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace ScaleMs.Actors.Executors.Functions;

/// <summary>Finds the methods that a module and a function name, and the overload that fits the arguments best.</summary>
internal sealed class FunctionCatalog(ModuleCatalog modules)
{
    private readonly ConcurrentDictionary<(string Module, string Function), ImmutableArray<FunctionOverload>> _overloads = new();

    /// <summary>The overload that fits best, with converted arguments.</summary>
    /// <exception cref="FunctionException">No such module, no such function, or no overload takes the arguments.</exception>
    /// <exception cref="ModuleException">The module is ambiguous.</exception>
    public BoundCall Bind(string module, string function, in CallArguments arguments)
    {
        var overloads = _overloads.GetOrAdd((module, function), Find);
        BoundCall? best = null;
        var tie = false;
        List<(FunctionOverload Overload, string Reason)>? refusals = null;
        foreach (var overload in overloads)
        {
            var call = overload.TryBind(arguments, out var reason);
            if (call is null)
            {
                (refusals ??= []).Add((overload, reason!));
            }
            else if (best is null || call.Cost < best.Cost)
            {
                (best, tie) = (call, false);
            }
            else if (call.Cost == best.Cost)
            {
                tie = true;
            }
        }

        if (best is null)
        {
            throw new FunctionException(
                overloads.Length == 1
                    ? $"{overloads[0]} does not take these arguments: {refusals![0].Reason}"
                    : $"no overload of {module}.{function} takes these arguments:\n  {string.Join("\n  ", refusals!.Select(static refusal => $"{refusal.Overload}: {refusal.Reason}"))}");
        }

        return tie
            ? throw new FunctionException($"several overloads of {module}.{function} fit these arguments equally well; name them in kwargs, or convert them")
            : best;
    }

    private ImmutableArray<FunctionOverload> Find((string Module, string Function) name)
    {
        var type = modules.Find(name.Module) ?? throw new FunctionException(
            $"there is no type '{name.Module}' in {string.Join(", ", modules.Names.Append("the base library"))}"
            + ", needed for the function '" + name.Function + "'; is the assembly given to the worker with --modules?");

        var methods = type
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .Where(method => method.Name == name.Function && !method.ContainsGenericParameters
                && !method.GetParameters().Any(static parameter => parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsByRef || parameter.ParameterType.IsPointer)
                && !method.ReturnType.IsByRefLike
                && (method.IsStatic || type.GetConstructor(Type.EmptyTypes) is not null))
            .Select(static method => new FunctionOverload(method))
            .ToImmutableArray();
        if (!methods.IsEmpty)
        {
            return methods;
        }

        var nearest = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(static method => method.Name)
            .FirstOrDefault(candidate => string.Equals(candidate, name.Function, StringComparison.OrdinalIgnoreCase));
        throw new FunctionException(
            $"the type '{name.Module}' has no public method '{name.Function}' that can be called with JSON arguments"
            + (nearest is null ? "" : $"; did you mean '{nearest}'?"));
    }
}
