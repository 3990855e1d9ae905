using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Finds the methods that a module and a function name, and the overload that fits the arguments best.</summary>
/// <param name="modules">Where modules are found.</param>
/// <param name="alsoSearched">Where else they are looked for, for the error that says that there is none; empty = nowhere.</param>
internal sealed class FunctionCatalog(ModuleCatalog modules, string alsoSearched = "")
{
    private readonly ConcurrentDictionary<(string Module, string Function), ImmutableArray<FunctionOverload>> _overloads = new();

    /// <summary>The overload that fits best, with converted arguments.</summary>
    /// <exception cref="FunctionException">No such module, no such function, or no overload takes the arguments.</exception>
    /// <exception cref="ModuleException">The module is ambiguous.</exception>
    public BoundCall Bind(string module, string function, in CallArguments arguments)
    {
        var overloads = _overloads.GetOrAdd((module, function), Find);
        BoundCall? best = null;
        List<BoundCall>? others = null;
        List<(FunctionOverload Overload, string Reason)>? refusals = null;
        foreach (var overload in overloads)
        {
            var call = overload.TryBind(arguments, out var reason);
            if (call is null)
            {
                (refusals ??= []).Add((overload, reason!));
            }
            else if (best is null)
            {
                best = call;
            }
            else
            {
                var isBetter = call.IsBetterThan(best);
                (others ??= []).Add(isBetter ? best : call);
                best = isBetter ? call : best;
            }
        }

        if (best is null)
        {
            throw new FunctionException(
                overloads.Length == 1
                    ? $"{overloads[0]} does not take these arguments: {refusals![0].Reason}"
                    : $"no overload of {module}.{function} takes these arguments:\n  {string.Join("\n  ", refusals!.Select(static refusal => $"{refusal.Overload}: {refusal.Reason}"))}");
        }

        return others?.TrueForAll(best.IsBetterThan) is false ? throw Ambiguous(module, function, [best, .. others]) : best;
    }

    private static FunctionException Ambiguous(string module, string function, List<BoundCall> calls)
    {
        var equal = calls.Where(call => !calls.Exists(other => other.IsBetterThan(call))).Select(static call => call.Overload);
        return new FunctionException(
            $"several overloads of {module}.{function} fit these arguments equally well:\n  {string.Join("\n  ", equal)}\nname the arguments in kwargs, or write them in another form");
    }

    private ImmutableArray<FunctionOverload> Find((string Module, string Function) name)
    {
        var (type, code) = modules.Find(name.Module) ?? throw new FunctionException(
            $"there is no type '{name.Module}' in {string.Join(", ", modules.Names.Append("the base library"))}"
            + ", needed for the function '" + name.Function + "'; was the assembly passed to the worker with --modules?"
            + (alsoSearched.Length > 0 ? $" {alsoSearched}" : ""));

        var named = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance).Where(method => method.Name == name.Function).ToList();
        var methods = named.Where(static method => Hindrance(method) is null).Select(method => new FunctionOverload(method, code)).ToImmutableArray();
        if (!methods.IsEmpty)
        {
            return methods;
        }

        if (named.FirstOrDefault() is { } hindered)
        {
            throw new FunctionException($"'{name.Module}.{name.Function}' cannot be called by a task: {Hindrance(hindered)}");
        }

        var nearest = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(static method => method.Name)
            .FirstOrDefault(candidate => string.Equals(candidate, name.Function, StringComparison.OrdinalIgnoreCase));
        throw new FunctionException(
            $"the type '{name.Module}' has no public method '{name.Function}' that can be called with JSON arguments"
            + (nearest is null ? "" : $"; did you mean '{nearest}'?"));
    }

    /// <summary>Why no task can call the method with any arguments; null = one can.</summary>
    private static string? Hindrance(MethodInfo method) =>
        method.ContainsGenericParameters ? "it is generic; wrap it in a method that calls it with the types that you want"
        : method.ReturnType.IsByRefLike || method.ReturnType.IsByRef || method.ReturnType.IsPointer
            ? $"it returns a {method.ReturnType}, which is a view of memory and cannot be sent; wrap it in a method that returns an array or a string"
        : method.GetParameters().FirstOrDefault(static parameter => parameter.ParameterType is { IsByRefLike: true } or { IsByRef: true } or { IsPointer: true }) is { } parameter
            ? $"its parameter '{parameter.Name}' is a {parameter.ParameterType}, which JSON cannot express; wrap it in a method that supplies it"
        : !method.IsStatic && (method.ReflectedType!.IsAbstract || method.ReflectedType.GetConstructor(Type.EmptyTypes) is null)
            ? $"it belongs to an object, and {method.ReflectedType} has no public constructor without parameters"
        : null;
}
