using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScaleMs.Actors.Contracts.Submissions;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

public sealed class WorkflowDocumentTests
{
    [Fact]
    public void Items_come_behind_what_they_depend_on_however_that_is_said()
    {
        var order = Parse(
            """
            {"items": {
                "a": {"module": "m", "func": "f", "args": [{"$ref": "z"}]},
                "b": {"module": "m", "func": "f", "depends_on": ["c"]},
                "c": {"mode": "task.shell", "command": "true"},
                "z": {"module": "m", "func": "f"}},
             "edges": [["b", "z"]]}
            """).Ordered().Select(static task => task.Scheduling.Name!).ToArray();

        Assert.Equal(["c", "b", "z", "a"], order);
    }

    [Theory]
    [InlineData("""{"items": {"a": {"module": "m", "func": "f", "depends_on": ["b"]}, "b": {"module": "m", "func": "f", "depends_on": ["c"]}, "c": {"module": "m", "func": "f", "args": [{"$ref": "a"}]}}}""", "a -> b -> c -> a")]
    [InlineData("""{"items": {"a": {"module": "m", "func": "f"}}, "edges": [["a", "a"]]}""", "a -> a")]
    [InlineData("""{"items": {"a": {"module": "m", "func": "f"}}, "edges": [["a", "b"]]}""", "names 'b', which is not one of the items")]
    [InlineData("""{"items": {"a": {"module": "m", "func": "f"}}, "edges": [["a"]]}""", "a pair of names")]
    [InlineData("""{"items": {"a": {"module": "m"}}}""", "item 'a': ")]
    [InlineData("""{"items": {"a": {"module": "m", "func": "f", "name": "b"}}}""", "leave that out")]
    [InlineData("""{"edges": []}""", "items")]
    public void What_makes_no_sense_is_refused_with_the_place(string json, string reason)
    {
        var error = Assert.Throws<ProtocolException>(() => Parse(json).Ordered());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_may_be_as_long_as_a_document()
    {
        const int Length = 20_000;
        var items = string.Join(',', Enumerable.Range(0, Length).Select(static i => $$"""
            "t{{i}}": {"module": "m", "func": "f", "args": [{{i}}]}
            """));
        var edges = string.Join(',', Enumerable.Range(0, Length - 1).Select(static i => $"""["t{i + 1}", "t{i}"]"""));

        var order = Parse($$"""{"items": { {{items}} }, "edges": [ {{edges}} ]}""").Ordered();

        Assert.Equal($"t{Length - 1}", order[0].Scheduling.Name);
        Assert.Equal("t0", order[^1].Scheduling.Name);
    }

    [Fact]
    public void A_circle_of_10_000_is_one_readable_line()
    {
        const int Length = 10_000;
        var items = Enumerable.Range(0, Length).Select(i => $"\"t{i}\": {{\"module\": \"m\", \"func\": \"f\", \"args\": [{i}], \"depends_on\": [\"t{(i + 1) % Length}\"]}}");
        var document = WorkflowDocument.Parse(Encoding.UTF8.GetBytes("{\"items\": {" + string.Join(',', items) + "}}"));

        var error = Assert.Throws<ProtocolException>(() => document.Ordered());
        Assert.Equal(
            "dependency cycle: t0 -> t1 -> t2 -> t3 -> (9993 others) -> t9997 -> t9998 -> t9999 -> t0",
            error.Message);
    }

    [Fact]
    public void Any_graph_is_ordered_or_has_a_circle() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(
            Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 7), Gen.Choose(0, 7))).ToArbitrary(),
            static edges =>
            {
                var items = string.Join(',', Enumerable.Range(0, 8).Select(static i => $$"""
                    "{{i}}": {"module": "m", "func": "f"}
                    """));
                var document = Parse($$"""{"items": { {{items}} }, "edges": [ {{string.Join(',', edges.Select(static edge => $"[\"{edge.Item1}\", \"{edge.Item2}\"]"))}} ]}""");
                try
                {
                    var place = document.Ordered().Select(static (task, at) => (task.Scheduling.Name, At: at)).ToDictionary(static task => task.Name!, static task => task.At);
                    return place.Count == 8 && Array.TrueForAll(edges, edge => place[$"{edge.Item1}"] < place[$"{edge.Item2}"]);
                }
                catch (ProtocolException)
                {
                    return HasCircle(edges);
                }
            }));

    /// <summary>Takes out what has no edge into it until nothing changes.</summary>
    private static bool HasCircle((int From, int To)[] edges)
    {
        var left = edges;
        while (true)
        {
            var next = Array.FindAll(left, edge => Array.Exists(left, other => other.To == edge.From));
            if (next.Length == left.Length)
            {
                return left.Length > 0;
            }

            left = next;
        }
    }

    private static WorkflowDocument Parse(string json) => WorkflowDocument.Parse(Encoding.UTF8.GetBytes(json));
}
