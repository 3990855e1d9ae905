using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public class TaskUidTests
{
    private const string HelloWorld = """{"func": "print", "module": "builtins", "args": ["hello world"], "kwargs": {}, "comm_arg_name": null}""";

    [Fact]
    public void Is_the_hash_of_the_canonical_item()
    {
        // SHA-256 of {"args":["hello world"],"comm_arg_name":null,"func":"print","kwargs":{},"module":"builtins"}
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            """{"args":["hello world"],"comm_arg_name":null,"func":"print","kwargs":{},"module":"builtins"}"""u8));
        Assert.Equal($"scalems-task-{expected}", WorkItem.Parse(HelloWorld).Uid().ToString());
    }

    [Theory]
    [InlineData(HelloWorld, 1279946137u)]
    [InlineData("""{"func": "f", "module": "m", "args": [], "kwargs": {}, "comm_arg_name": ""}""", 3774972335u)]
    public void The_items_fingerprint_is_the_seeds(string item, uint fingerprint) => Assert.Equal(fingerprint, WorkItem.Parse(item).Fingerprint());

    [Fact]
    public void The_keys_of_a_runtime_are_in_the_item_only_if_they_are_given()
    {
        Assert.Equal("""{"func":"f","module":"m","args":[],"kwargs":{},"comm_arg_name":null}""", Text(WorkItem.Create("m", "f")));
        Assert.EndsWith(""","comm_arg_name":null,"runtime":"python","named_env":"/e"}""", Text(WorkItem.Create("m", "f") with { Runtime = "python", NamedEnv = "/e" }), StringComparison.Ordinal);

        static string Text(WorkItem item) => System.Text.Encoding.UTF8.GetString(item.ToUtf8Json());
    }

    [Fact]
    public void Does_not_depend_on_the_order_or_layout_of_keys() =>
        Assert.Equal(
            WorkItem.Parse(HelloWorld).Uid(),
            WorkItem.Parse("""{"comm_arg_name":null,"kwargs":{},"args":["hello world"],"module":"builtins","func":"print"}""").Uid());

    [Fact]
    public void Reads_back_what_it_prints()
    {
        var uid = WorkItem.Parse(HelloWorld).Uid();
        Assert.Equal(uid, TaskUid.Parse(uid.ToString()));
        Assert.True(TaskUid.Parse(uid.ToString()).IsHash);
    }

    [Theory]
    [InlineData("task.0001")]
    [InlineData("scalems-task-12")]
    [InlineData("scalems-task-ZZ1fa3a1b9cbd1f0e8b1a1f4d9a8d3d1b8c5e6f708192a3b4c5d6e7f8091a2b3")]
    [InlineData("scalems-task-AB1fa3a1b9cbd1f0e8b1a1f4d9a8d3d1b8c5e6f708192a3b4c5d6e7f8091a2b3")]
    public void Keeps_any_other_text_as_it_is(string text)
    {
        Assert.Equal(text, TaskUid.Parse(text).ToString());
        Assert.False(TaskUid.Parse(text).IsHash);
    }

    [Fact]
    public void A_fresh_run_has_a_number() =>
        Assert.EndsWith("-2", WorkItem.Parse(HelloWorld).Uid().Fresh(2).ToString(), StringComparison.Ordinal);
}
