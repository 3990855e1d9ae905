using System.Collections.Immutable;
using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Samples;
using ScaleMs.Actors.Worker.Executors;
using ScaleMs.Actors.Worker.Executors.Dispatch;
using ScaleMs.Actors.Worker.Executors.Functions;

namespace ScaleMs.Actors.Worker.Tests.Executors;

/// <summary>Tasks of modes of users.</summary>
public sealed class UserModeTests
{
    [Fact]
    public async Task A_result_has_the_code_of_the_module_so_that_no_other_build_shares_it()
    {
        var module = Path.Combine(AppContext.BaseDirectory, "ScaleMs.Actors.Samples.dll");
        var modes = ImmutableSortedDictionary<string, string>.Empty.Add("reverse", $"{typeof(ReverseMode).FullName}, ScaleMs.Actors.Samples");
        foreach (var catalog in new[] { ModuleCatalog.Load([module]), new ModuleCatalog([typeof(ReverseMode).Assembly]) })
        {
            var executors = new TaskExecutors(catalog, new ExecutorSettings { Modes = modes });

            var execution = await executors.RunAsync(Row("""{"mode": "reverse", "args": ["ab"]}"""), executors.NewOutput(), CancellationToken.None);

            Assert.Equal((TaskState.Done, "ba", "reversing ab\n"), (execution.State, execution.Outcome.ReturnValue?.GetString(), execution.Outcome.Stdout));
            Assert.Equal(catalog.Code[^1], execution.Code);
        }
    }

    private static TaskRow Row(string json) => new()
    {
        Key = new TaskKey(Guid.Empty, 0),
        Uid = TaskUid.Parse("the-task"),
        Attempt = 1,
        Slots = 1,
        Kind = PayloadKind.Description,
        Payload = Encoding.UTF8.GetBytes(json),
    };
}
