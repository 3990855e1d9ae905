using System.Collections.Concurrent;
using System.Reflection;
using ScaleMs.Actors.Contracts;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Worker.Communication;
using ScaleMs.Actors.Worker.Communication.Messages;
using ScaleMs.Actors.Worker.SubTasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Calls a public method of a .NET type in this process.</summary>
internal sealed class FunctionExecutor(ModuleCatalog modules, string alsoSearched) : ITaskExecutor
{
    private static readonly ConcurrentDictionary<Type, Func<object, object?>> ResultOfTask = new();

    private readonly FunctionCatalog _functions = new(modules, alsoSearched);

    public async ValueTask<Execution> RunAsync(TaskDescription task, RankContext rank, TaskOutput output, CancellationToken cancellation)
    {
        var (module, function) = Name(task);
        BoundCall call;
        try
        {
            call = _functions.Bind(
                module,
                function,
                new CallArguments(
                    task.Args,
                    task.Kwargs,
                    rank.CommArgName is null ? null : new RankCommunicator(rank.Endpoint ?? RankEndpoint.Alone),
                    rank.CommArgName,
                    rank.SubTasks ?? (static () => NoSubTasks.Instance),
                    cancellation));
        }
        catch (Exception error) when (error is FunctionException or ModuleException)
        {
            return Execution.Failed(ErrorType.InvalidTask, error.Message);
        }

        using var capture = ConsoleCapture.Start(output);
        return await CallAsync(call.Invoke, output, cancellation).ConfigureAwait(false) with { Code = call.Overload.Code };
    }

    /// <summary>Calls user code to the end of what it returns.</summary>
    public static async ValueTask<Execution> CallAsync(Func<object?> call, TaskOutput output, CancellationToken cancellation)
    {
        try
        {
            var value = await CompletionAsync(call()).ConfigureAwait(false);
            var json = ResultEncoding.TryEncode(value, out var reason);
            return reason is null
                ? Execution.Done(output.Into(new TaskOutcome { ReturnValue = json, ExitCode = 0 }))
                : Execution.Failed(output.Into(TaskOutcome.Error(ErrorType.ResultNotSerializable, reason)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            return Execution.Failed(output.Into(OfException(error)));
        }
    }

    /// <summary>A rank that has waited for one that ended has not failed by itself.</summary>
    private static TaskOutcome OfException(Exception error) => TaskOutcome.Error(
        error is RankEndedException ? ErrorType.RankLost : ErrorType.Of(error), error.Message, error.ToString()) with
    { ExitCode = 1 };

    /// <summary>Module and function, given separately or as one dotted name.</summary>
    private static (string Module, string Function) Name(TaskDescription task)
    {
        var function = task.Function ?? "";
        if (task.Module is { Length: > 0 } module)
        {
            return (module, function);
        }

        var dot = function.LastIndexOf('.');
        return dot > 0 ? (function[..dot], function[(dot + 1)..]) : ("", function);
    }

    private static async ValueTask<object?> CompletionAsync(object? returned)
    {
        switch (returned)
        {
            case Task task:
                await task.ConfigureAwait(false);
                return ResultOfTask.GetOrAdd(task.GetType(), static type => Getter(type))(task);
            case ValueTask valueTask:
                await valueTask.ConfigureAwait(false);
                return null;
            case not null when returned.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>):
                return await CompletionAsync(type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)).ConfigureAwait(false);
            default:
                return returned;
        }
    }

    private static Func<object, object?> Getter(Type taskType)
    {
        // An async method without a result returns a Task<VoidTaskResult>.
        var property = taskType.GetProperty(nameof(Task<>.Result), BindingFlags.Public | BindingFlags.Instance);
        return property is null || !property.PropertyType.IsVisible ? static _ => null : property.GetValue;
    }
}
