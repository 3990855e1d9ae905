using System.Text;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public sealed class SubmissionRowsTests
{
    private static readonly Guid Submission = Guid.Parse("0198c2a0-0000-7000-8000-000000000001");
    private readonly SubmissionRows _rows = new(Submission);
    private int _count;

    [Fact]
    public void A_plain_item_has_the_uid_of_its_content_and_no_options()
    {
        var item = WorkItem.Create("m", "f", 1);
        var row = Add(item);

        Assert.Equal(item.Uid(), row.Uid);
        Assert.True(row.MayDeduplicate);
        Assert.True(row.Options.IsEmpty);
        Assert.Equal(item.ToUtf8Json(), row.Payload.ToArray());
    }

    [Fact]
    public void A_reference_by_name_travels_as_an_index_and_counts_as_the_uid()
    {
        var first = Add(TaskInput.Of(WorkItem.Create("m", "f", 1)).Named("a"));
        var byName = Add(Parse("""{"module": "m", "func": "g", "args": [[{"$ref": "a"}]]}"""));
        var byUid = Add(Parse($$$"""{"module": "m", "func": "g", "args": [[{"$ref": "{{{first.Uid}}}"}]]}"""));

        Assert.Equal(byUid.Uid, byName.Uid);
        Assert.Contains("""[[{"$ref":"#0"}]]""", Encoding.UTF8.GetString(byName.Payload.Span), StringComparison.Ordinal);
        Assert.Equal(["#0"], Options(byName).After.AsEnumerable());
        Assert.True(Options(byName).References);
        Assert.Equal([first.Uid.ToString()], Options(byUid).After.AsEnumerable());
    }

    [Fact]
    public void What_comes_before_is_part_of_what_a_task_is()
    {
        Add(TaskInput.Of(WorkItem.Create("m", "f", 1)).Named("a"));
        var alone = Add(WorkItem.Create("m", "g"));
        var after = Add(TaskInput.Of(WorkItem.Create("m", "g")).After("a"));

        Assert.NotEqual(alone.Uid, after.Uid);
        Assert.Equal(alone.Payload.ToArray(), after.Payload.ToArray());
        Assert.False(Options(after).References);
    }

    [Fact]
    public void A_name_can_be_given_once()
    {
        Add(TaskInput.Of(WorkItem.Create("m", "f", 1)).Named("a"));

        var error = Assert.Throws<ProtocolException>(() => Add(TaskInput.Of(WorkItem.Create("m", "f", 2)).Named("a")));
        Assert.Contains("'a' belongs to an earlier task", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_and_code_run_every_time_unless_they_are_said_to_be_functions_of_their_input()
    {
        Assert.False(Add(Parse("""{"mode": "task.shell", "command": "date"}""")).MayDeduplicate);
        Assert.True(Add(Parse("""{"mode": "task.shell", "command": "date", "fresh": false}""")).MayDeduplicate);
        Assert.True(Add(Parse("""{"mode": "task.function", "function": "m.f"}""")).MayDeduplicate);
        Assert.True(Add(Parse("""{"mode": "task.method", "method": "m.C.f"}""")).MayDeduplicate);
        Assert.False(Add(Parse("""{"mode": "task.exec", "code": "import m\\nreturn m.f()"}""")).MayDeduplicate);
        Assert.False(Add(Parse("""{"mode": "task.eval", "code": "1"}""")).MayDeduplicate);
    }

    [Fact]
    public void A_fresh_item_has_a_uid_of_its_own_each_time_and_the_same_when_it_is_sent_again()
    {
        var scheduling = new TaskScheduling { Fresh = true };
        var item = WorkItem.Create("m", "f", 1);
        var first = Add(TaskInput.Of(item, scheduling));
        var second = Add(TaskInput.Of(item, scheduling));
        var again = SubmissionRows.One(TaskInput.Of(item, scheduling), first.Key);

        Assert.StartsWith($"{item.Uid()}-", first.Uid.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(first.Uid, second.Uid);
        Assert.Equal(first.Uid, again.Uid);
    }

    [Fact]
    public void Scheduling_keys_stand_beside_those_of_an_item_and_do_not_change_what_it_is()
    {
        var row = Add(Parse("""{"module": "m", "func": "f", "args": [1], "max_retries": 2, "retry_on": ["error", "timeout"], "retry_delay": 0.5, "queue_timeout": 1, "total_timeout": 2.5}"""));

        Assert.Equal(WorkItem.Create("m", "f", 1).Uid(), row.Uid);
        var options = Options(row);
        Assert.Equal((2, 500, 1_000, 2_500), (options.MaxRetries, options.RetryDelayMilliseconds, options.QueueTimeoutMilliseconds, options.TotalTimeoutMilliseconds));
        Assert.Equal([RetryCause.Error, RetryCause.Timeout], options.RetryOn!.Value.AsEnumerable());
    }

    [Theory]
    [InlineData("""{"module": "m", "func": "f", "max_retries": -1}""", "max_retries is -1")]
    [InlineData("""{"module": "m", "func": "f", "queue_timeout": -2}""", "queue_timeout is -2")]
    [InlineData("""{"module": "m", "func": "f", "retry_delay": 1e300}""", "retry_delay is 1E+300")]
    public void Impossible_scheduling_is_refused_with_the_key(string json, string reason)
    {
        var error = Assert.Throws<ProtocolException>(() => Add(Parse(json)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"module": "m", "func": "f", "colour": 1}""", "colour")]
    [InlineData("""{"module": "m", "func": "f", "retry_on": ["rain"]}""", "retry_on")]
    [InlineData("""{"module": "m"}""", "func")]
    [InlineData("[1]", "a task is one JSON object")]
    public void What_is_no_task_is_refused_with_the_reason(string json, string reason)
    {
        var error = Assert.Throws<ProtocolException>(() => Parse(json));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_of_a_task_is_an_argument_of_a_call()
    {
        ITaskReference<double> other = new Reference("uid-1");

        var call = WorkItem.Call(() => Math.Pow(other.Output, 2.0)).Item;

        Assert.Equal("""{"$ref":"uid-1"}""", JsonSerializer.Serialize(call.Args[0]));
    }

    private static TaskInput Parse(string json) => TaskInput.Parse(Encoding.UTF8.GetBytes(json));

    private static TaskOptions Options(TaskRow row) => TaskOptions.Parse(row.Options.Span);

    private TaskRow Add(TaskInput task) => _rows.Add(_count++, task);

    private sealed record Reference(string Uid) : ITaskReference<double>
    {
        public double Output => throw new InvalidOperationException();
    }
}
