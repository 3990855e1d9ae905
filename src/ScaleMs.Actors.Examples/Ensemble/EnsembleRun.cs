using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using ScaleMs.Actors.Examples.Argon;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>Runs work items in this process, as many at a time as there are slots.</summary>
internal static class EnsembleRun
{
    /// <summary>Outcomes in the order in which they come, one for each line.</summary>
    public static async IAsyncEnumerable<ReplicaOutcome> RunAsync(
        IReadOnlyList<WorkItemLine> lines, int slots, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var outcomes = Channel.CreateUnbounded<ReplicaOutcome>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = slots, CancellationToken = cancellationToken };
        var work = Parallel.ForEachAsync(lines, options, async (line, token) =>
            await outcomes.Writer.WriteAsync(RunLine(line, token), token));
        var completion = work.ContinueWith(
            done => outcomes.Writer.Complete(done.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return outcome;
        }

        await completion;
        await work;
    }

    private static ReplicaOutcome RunLine(WorkItemLine line, CancellationToken cancellationToken)
    {
        try
        {
            return new ReplicaOutcome(line.Number, Call(JsonDocument.Parse(line.Text).RootElement, cancellationToken), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new ReplicaOutcome(line.Number, null, $"{error.GetType().FullName}: {error.Message}");
        }
    }

    private static ReplicaResult Call(JsonElement item, CancellationToken cancellationToken)
    {
        var (module, func) = (item.GetProperty("module").GetString(), item.GetProperty("func").GetString());
        var method = module == typeof(ArgonReplica).FullName ? typeof(ArgonReplica).GetMethod(func ?? "") : null;
        if (method is null)
        {
            throw new MissingMethodException(module, func);
        }

        var args = item.GetProperty("args");
        var values = method.GetParameters().Select((parameter, i) =>
            parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
            : i < args.GetArrayLength() ? args[i].Deserialize(parameter.ParameterType)
            : item.GetProperty("kwargs").TryGetProperty(parameter.Name!, out var named) ? named.Deserialize(parameter.ParameterType)
            : parameter.DefaultValue);
        return (ReplicaResult)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. values], null)!;
    }
}
