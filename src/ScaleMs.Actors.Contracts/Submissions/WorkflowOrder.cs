using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Submissions;

/// <summary>Sorts the items of a workflow topologically: each after its dependencies.</summary>
internal static class WorkflowOrder
{
    /// <summary>Items named at either end of a long cycle.</summary>
    private const int NamedOfCircle = 4;

    public static ImmutableArray<TaskInput> Of(WorkflowDocument document)
    {
        var inputs = document.Items.ToDictionary(static item => item.Key, static item => Read(item.Key, item.Value), StringComparer.Ordinal);
        foreach (var edge in document.Edges)
        {
            if (edge.IsDefault || edge.Length != 2)
            {
                throw new ProtocolException("an edge is a pair of names, [\"from\", \"to\"]");
            }

            foreach (var name in edge.Where(name => !inputs.ContainsKey(name)))
            {
                throw new ProtocolException($"the edge [\"{edge[0]}\", \"{edge[1]}\"] names '{name}', which is not one of the items");
            }

            inputs[edge[1]] = inputs[edge[1]].After(edge[0]);
        }

        return Sorted(inputs);
    }

    private static TaskInput Read(string name, JsonElement item)
    {
        try
        {
            var input = TaskInput.Parse(JsonMarshal.GetRawUtf8Value(item));
            return input.Scheduling.Name is { } own && own != name
                ? throw new ProtocolException($"its \"name\" is '{own}'; leave that out, the key of \"items\" is the name")
                : input.Named(name);
        }
        catch (ProtocolException error)
        {
            throw new ProtocolException($"item '{name}': {error.Message}", error);
        }
    }

    /// <summary>Depth first without recursion, because a chain may be as long as the document.</summary>
    private static ImmutableArray<TaskInput> Sorted(Dictionary<string, TaskInput> inputs)
    {
        var order = ImmutableArray.CreateBuilder<TaskInput>(inputs.Count);
        var isDone = new Dictionary<string, bool>(StringComparer.Ordinal);
        var path = new Stack<(string Name, IEnumerator<string> Needs)>();
        foreach (var root in inputs.Keys.Order(StringComparer.Ordinal))
        {
            Enter(root);
            while (path.TryPeek(out var top))
            {
                if (top.Needs.MoveNext())
                {
                    Enter(top.Needs.Current);
                }
                else
                {
                    isDone[top.Name] = true;
                    order.Add(inputs[top.Name]);
                    path.Pop().Needs.Dispose();
                }
            }
        }

        return order.ToImmutable();

        void Enter(string name)
        {
            if (!inputs.TryGetValue(name, out var input) || isDone.GetValueOrDefault(name))
            {
                // Either a uid, which the master must know, or a task that is placed already.
                return;
            }

            if (!isDone.TryAdd(name, false))
            {
                var circle = path.Select(static step => step.Name).Reverse().SkipWhile(step => step != name).Append(name).ToList();
                var middle = circle.Count - (2 * NamedOfCircle);
                IEnumerable<string> told = middle < 2
                    ? circle
                    : [.. circle.Take(NamedOfCircle), string.Create(CultureInfo.InvariantCulture, $"({middle} others)"), .. circle.TakeLast(NamedOfCircle)];
                throw new ProtocolException($"dependency cycle: {string.Join(" -> ", told)}");
            }

            path.Push((name, Needs(input).GetEnumerator()));
        }
    }

    private static List<string> Needs(TaskInput input) =>
    [
        .. input.Scheduling.DependsOn,
        .. JsonReferences.In(input.Content is WorkItem item ? item.ToUtf8Json() : ((TaskDescription)input.Content).ToUtf8Json()),
    ];
}
