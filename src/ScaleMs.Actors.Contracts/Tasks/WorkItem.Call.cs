using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Files;
using ScaleMs.Actors.Contracts.Json;

namespace ScaleMs.Actors.Contracts.Tasks;

public sealed partial record WorkItem
{
    /// <summary>
    /// The call in a lambda: <c>WorkItem.Call(() =&gt; Math.Sqrt(2.0))</c>. Its arguments are evaluated immediately; a
    /// <see cref="CancellationToken"/> or an <see cref="ISubTasks"/> among them is replaced by the task's own.
    /// </summary>
    /// <exception cref="ArgumentException">The lambda is not a call of a single public method.</exception>
    public static WorkItem<T> Call<T>(Expression<Func<T>> call) => new(OfCall(call.Body));

    /// <inheritdoc cref="Call{T}(Expression{Func{T}})"/>
    public static WorkItem<T> Call<T>(Expression<Func<Task<T>>> call) => new(OfCall(call.Body));

    /// <inheritdoc cref="Call{T}(Expression{Func{T}})"/>
    public static WorkItem Call(Expression<Action> call) => OfCall(call.Body);

    private static WorkItem OfCall(Expression body)
    {
        if (body is not MethodCallExpression call || !call.Method.IsPublic || call.Method.DeclaringType is not { IsVisible: true } type || call.Method.IsGenericMethod)
        {
            throw new ArgumentException($"'{body}' is not the call of a public method of a public type, such as () => Math.Sqrt(2.0)", nameof(body));
        }

        if (call.Object is not (null or NewExpression { Arguments.Count: 0 }))
        {
            throw new ArgumentException($"'{body}' calls a method of an object, which cannot be sent; only static methods and methods of new {type.Name}() can", nameof(body));
        }

        var args = call.Method.GetParameters()
            .Zip(call.Arguments)
            .Where(static pair => pair.First.ParameterType != typeof(CancellationToken) && pair.First.ParameterType != typeof(ISubTasks))
            .Select(static pair => Encode(pair.First, pair.Second));
        return new WorkItem { Module = type.FullName!, Func = call.Method.Name, Args = [.. args] };
    }

    private static JsonElement Encode(ParameterInfo parameter, Expression argument)
    {
        var file = FileOf(argument);
        if (Referenced(file ?? argument) is { } reference)
        {
            return reference.ToReference();
        }

        // The path of an OutputFile here is an ordinary text.
        return StrictJson.Argument(Evaluate(file?.Type == typeof(FileValue) ? file : argument), parameter.Name ?? "");
    }

    private static object? Evaluate(Expression expression) => expression is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();

    /// <summary>The file whose path the argument is (<c>file.AsPath()</c>, <c>other.Output.Path</c>); null = another kind of argument.</summary>
    private static Expression? FileOf(Expression argument) => argument switch
    {
        MethodCallExpression { Method.Name: nameof(FileValue.AsPath), Object: { } file } when file.Type == typeof(FileValue) => file,
        MemberExpression { Member.Name: nameof(OutputFile.Path), Expression: { } file } when file.Type == typeof(OutputFile) => file,
        _ => null,
    };

    /// <summary>The task whose output the argument is (<c>other.Output</c>, converted or not); null = another kind of argument.</summary>
    private static ITaskReference? Referenced(Expression argument)
    {
        while (argument is UnaryExpression { NodeType: ExpressionType.Convert } conversion)
        {
            argument = conversion.Operand;
        }

        return argument is MemberExpression { Member.Name: nameof(ITaskReference<>.Output), Expression: { } task } && task.Type.IsAssignableTo(typeof(ITaskReference))
            ? Expression.Lambda<Func<ITaskReference>>(Expression.Convert(task, typeof(ITaskReference))).Compile(preferInterpretation: true)()
            : null;
    }
}

/// <summary>A call whose result has a known type.</summary>
/// <typeparam name="T">The result's type.</typeparam>
/// <param name="Item">The call.</param>
public sealed record WorkItem<T>(WorkItem Item);
