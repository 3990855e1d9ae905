using ScaleMs.Actors.Connection.Configuration;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Executors.Functions;

/// <summary>Runs the tasks of a mode of the user's.</summary>
/// <param name="mode">Runs them.</param>
/// <param name="code">Its code.</param>
internal sealed class UserModeExecutor(ITaskMode mode, CodeIdentity code) : ITaskExecutor
{
    /// <summary>Creates the object that runs the mode's tasks.</summary>
    /// <param name="modules">Where its type is found.</param>
    /// <param name="mode">The mode's name.</param>
    /// <param name="type"><c>Namespace.Type, Assembly</c>.</param>
    /// <exception cref="InvalidConfigurationException">There is no such type, or it is no mode.</exception>
    public static UserModeExecutor Create(ModuleCatalog modules, string mode, string type)
    {
        var found = modules.TypesNamed(type).FirstOrDefault()
            ?? throw new InvalidConfigurationException($"scalems.worker.modes.\"{mode}\": there is no type '{type}'; 'Namespace.Type, Assembly' or 'python:module' is expected");
        return found.IsAssignableTo(typeof(ITaskMode)) && found is { IsVisible: true, IsAbstract: false } && found.GetConstructor(Type.EmptyTypes) is not null
            ? new UserModeExecutor((ITaskMode)Activator.CreateInstance(found)!, modules.CodeOf(found))
            : throw new InvalidConfigurationException(
                $"scalems.worker.modes.\"{mode}\": '{type}' is not a public type with a public constructor without parameters that implements {typeof(ITaskMode).FullName}");
    }

    public async ValueTask<Execution> RunAsync(TaskDescription task, RankContext rank, TaskOutput output, CancellationToken cancellation)
    {
        using var capture = ConsoleCapture.Start(output);
        return await FunctionExecutor.CallAsync(() => mode.RunAsync(task, cancellation), output, cancellation).ConfigureAwait(false) with { Code = code };
    }
}
