using System.Text.Json;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Serialization;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Json;

public class CommandJsonTests
{
    [Theory]
    [InlineData("""{"control": "hello"}""")]
    [InlineData("""["hello", null]""")]
    public void Reads_both_forms_of_hello(string json) => Assert.IsType<HelloCommand>(Decode(json));

    [Fact]
    public void Reads_the_doubly_encoded_add_item()
    {
        var add = Assert.IsType<AddItem>(Decode(
            """{"add_item": "{\"func\": \"Sqrt\", \"module\": \"System.Math\", \"args\": [2.0], \"kwargs\": {}, \"comm_arg_name\": null}"}"""));
        Assert.Equal(("System.Math", "Sqrt", 2.0), (add.Item.Module, add.Item.Func, add.Item.Args.Single().GetDouble()));
    }

    [Theory]
    [InlineData("""{"cancel": {"all": true}}""")]
    [InlineData("""["cancel", {"ids": ["a", "b"]}]""")]
    [InlineData("""["query", {"limit": 5, "state": "FAILED"}]""")]
    [InlineData("""["stop", null]""")]
    [InlineData("""["add_item", {"func": "f", "module": "m", "args": [1, "x"], "kwargs": {"k": [true]}, "comm_arg_name": ""}]""")]
    public void Writes_what_it_reads(string json)
    {
        var encoded = CommandJson.Encode(Decode(json)!);
        Assert.Equal(encoded, CommandJson.Encode(Decode(System.Text.Encoding.UTF8.GetString(encoded))!));
    }

    [Fact]
    public void Reads_a_query_by_its_keys()
    {
        var query = Assert.IsType<Query>(Decode("""{"query": {"ids": ["u"], "state": "EXECUTING", "limit": 7, "after": "12"}}"""));
        Assert.Equal(("u", TaskState.Executing, 7, "12"), (query.Ids.Single(), query.State, query.Limit, query.After));
    }

    [Theory]
    [InlineData("""{}""", "exactly one key")]
    [InlineData("""{"control": "hello", "add_item": "{}"}""", "exactly one key")]
    [InlineData("""["hello"]""", "two elements")]
    [InlineData("""["hello", {}]""", "takes no operand")]
    [InlineData("""["add_item", {"func": "f"}]""", "module")]
    [InlineData("""["add_item", {"func": "f", "module": "m", "agrs": []}]""", "agrs")]
    [InlineData("""{"add_item": "{"}""", "not a work item")]
    [InlineData("""["cancel", {"all": true, "ids": ["x"]}]""", "exactly one of")]
    [InlineData("""["query", {"limit": -1}]""", "limit is -1")]
    [InlineData("""["query", {"after": "c"}]""", "after is 'c'")]
    [InlineData("""["cancel", {}]""", "exactly one of")]
    public void Refuses_what_is_neither(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ProtocolException>(() => Decode(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Leaves_other_operations_to_their_handlers() => Assert.Null(Decode("""["count-words", {"text": "a b"}]"""));

    private static Command? Decode(string json)
    {
        var (operation, operand) = CommandJson.Split(JsonDocument.Parse(json).RootElement);
        return CommandJson.Decode(operation, operand);
    }
}
