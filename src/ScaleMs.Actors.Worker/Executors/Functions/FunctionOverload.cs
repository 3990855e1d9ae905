using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>A method that a task can call, prepared once.</summary>
internal sealed class FunctionOverload
{
    private readonly MethodInfo _method;
    private readonly MethodInvoker _invoker;
    private readonly ConstructorInvoker? _constructor;
    private readonly ImmutableArray<ParameterInfo> _parameters;
    private readonly bool _hasParams;

    public FunctionOverload(MethodInfo method, CodeIdentity code)
    {
        _method = method;
        Code = code;
        _invoker = MethodInvoker.Create(method);
        _constructor = method.IsStatic ? null : ConstructorInvoker.Create(method.ReflectedType!.GetConstructor(Type.EmptyTypes)!);
        _parameters = [.. method.GetParameters()];
        _hasParams = _parameters is [.., { ParameterType.IsArray: true } last] && last.IsDefined(typeof(ParamArrayAttribute), inherit: false);
    }

    /// <summary>The code that contains it.</summary>
    public CodeIdentity Code { get; }

    public object? Invoke(object?[] arguments) => _invoker.Invoke(_constructor?.Invoke(), arguments.AsSpan());

    /// <summary>The call with these arguments; null, with a reason, when this overload does not take them.</summary>
    public BoundCall? TryBind(in CallArguments call, out string? reason)
    {
        var values = new object?[_parameters.Length];
        var costs = new int[call.Positional.Length + call.Named.Count];
        var positional = 0;
        var named = 0;
        var defaults = 0;
        var expanded = false;
        var appended = call.CommArgName == "";
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.ParameterType == typeof(CancellationToken))
            {
                values[i] = call.Cancellation;
            }
            else if (parameter.ParameterType == typeof(ISubTasks))
            {
                values[i] = call.SubTasks();
            }
            else if (call.CommArgName is { Length: > 0 } && call.CommArgName == parameter.Name)
            {
                values[i] = call.Communicator;
            }
            else if (_hasParams && i == _parameters.Length - 1 && TryExpand(call, ref positional, out values[i], costs))
            {
                expanded = true;
            }
            else if (positional < call.Positional.Length)
            {
                if (!TryConvert(call.Positional[positional], parameter, out values[i], out costs[positional++], out reason))
                {
                    return null;
                }
            }
            else if (appended && !call.Named.ContainsKey(parameter.Name!))
            {
                values[i] = call.Communicator;
                appended = false;
            }
            else if (call.Named.TryGetValue(parameter.Name!, out var argument))
            {
                named++;
                if (!TryConvert(argument, parameter, out values[i], out costs[call.Positional.Length + PlaceOf(parameter, call)], out reason))
                {
                    return null;
                }
            }
            else if (parameter.HasDefaultValue)
            {
                values[i] = parameter.DefaultValue;
                defaults++;
            }
            else
            {
                reason = $"the argument '{parameter.Name}' ({TypeName(parameter.ParameterType)}) is missing";
                return null;
            }
        }

        reason = Surplus(call, positional, named, appended);
        return reason is null && CommunicatorFits(call, values, out reason) ? new BoundCall(this, values, costs, expanded, defaults) : null;
    }

    public override string ToString() =>
        $"{_method.DeclaringType!.FullName}.{_method.Name}({string.Join(", ", _parameters.Select(static p => $"{TypeName(p.ParameterType)} {p.Name}"))})";

    private static int PlaceOf(ParameterInfo parameter, in CallArguments call)
    {
        var place = 0;
        foreach (var name in call.Named.Keys)
        {
            if (name == parameter.Name)
            {
                break;
            }

            place++;
        }

        return place;
    }

    private static bool TryConvert(JsonElement argument, ParameterInfo parameter, out object? value, out int cost, out string? reason)
    {
        if (ArgumentConversion.TryConvert(argument, parameter.ParameterType, out value, out cost, out reason))
        {
            return true;
        }

        reason = $"the argument '{parameter.Name}' takes {TypeName(parameter.ParameterType)}, not {Shorten(argument.GetRawText())}{(reason is null ? "" : $": {reason}")}";
        return false;
    }

    /// <summary>Puts the remaining positional arguments into the array of a <c>params</c> parameter, unless the last one is that array.</summary>
    private bool TryExpand(in CallArguments call, ref int positional, out object? value, int[] costs)
    {
        value = null;
        var rest = call.Positional.AsSpan()[Math.Min(positional, call.Positional.Length)..];
        if (rest is [{ ValueKind: JsonValueKind.Array }] || call.Named.ContainsKey(_parameters[^1].Name!))
        {
            return false;
        }

        var elementType = _parameters[^1].ParameterType.GetElementType()!;
        var array = Array.CreateInstance(elementType, rest.Length);
        for (var i = 0; i < rest.Length; i++)
        {
            if (!ArgumentConversion.TryConvert(rest[i], elementType, out var element, out costs[positional + i], out _))
            {
                return false;
            }

            array.SetValue(element, i);
        }

        value = array;
        positional += rest.Length;
        return true;
    }

    private string? Surplus(in CallArguments call, int positional, int named, bool appended)
    {
        if (positional < call.Positional.Length || appended)
        {
            var given = call.Positional.Length + (call.CommArgName == "" ? 1 : 0);
            return string.Create(CultureInfo.InvariantCulture, $"it takes fewer positional arguments than the {given} given");
        }

        if (call.CommArgName is { Length: > 0 } name && _parameters.All(parameter => parameter.Name != name))
        {
            return $"it has no parameter '{name}' for the communicator";
        }

        if (named < call.Named.Count)
        {
            var parameters = _parameters;
            var unknown = call.Named.Keys.FirstOrDefault(key => parameters.All(parameter => parameter.Name != key));
            return unknown is null
                ? "an argument is given both by position and by name"
                : $"it has no parameter '{unknown}'; its parameters are {string.Join(", ", parameters.Select(static p => p.Name))}";
        }

        return null;
    }

    private bool CommunicatorFits(in CallArguments call, object?[] values, out string? reason)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (call.Communicator is not null && ReferenceEquals(values[i], call.Communicator) && !_parameters[i].ParameterType.IsInstanceOfType(values[i]))
            {
                reason = $"the parameter '{_parameters[i].Name}' ({TypeName(_parameters[i].ParameterType)}) cannot take the communicator";
                return false;
            }
        }

        reason = null;
        return true;
    }

    private static string TypeName(Type type) => type.IsGenericType ? type.ToString() : type.FullName ?? type.Name;

    private static string Shorten(string json) => json.Length <= 60 ? json : string.Concat(json.AsSpan(0, 57), "...");
}
