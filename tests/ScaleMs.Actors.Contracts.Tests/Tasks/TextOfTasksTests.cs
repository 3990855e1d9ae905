using System.Collections.Immutable;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Tasks;

/// <summary>What a program hands over and JSON cannot carry.</summary>
public class TextOfTasksTests
{
    private static readonly string Half = $"a{(char)0xDC80}b";

    private static readonly JsonElement HalfElement = JsonDocument.Parse("""{"x": ["\udc80"]}""").RootElement;

    public static TheoryData<string, TaskInput> Wrong => new()
    {
        { "function", new WorkItem { Module = "M", Func = Half } },
        { "args", new WorkItem { Module = "M", Func = "f", Args = [HalfElement] } },
        { "kwargs", new WorkItem { Module = "M", Func = "f", Kwargs = ImmutableSortedDictionary<string, JsonElement>.Empty.Add("x", HalfElement) } },
        { "key", new WorkItem { Module = "M", Func = "f", Kwargs = ImmutableSortedDictionary<string, JsonElement>.Empty.Add(Half, JsonElement.Parse("1")) } },
        { "command", new TaskDescription { Mode = TaskMode.Shell, Command = Half } },
        { "arguments", new TaskDescription { Mode = TaskMode.Executable, Executable = "cat", Arguments = [Half] } },
        { "environment", new TaskDescription { Mode = TaskMode.Shell, Command = "env", Environment = ImmutableSortedDictionary<string, string>.Empty.Add("A", Half) } },
        { "metadata", new TaskDescription { Mode = TaskMode.Shell, Command = "env", Metadata = HalfElement } },
        { "uid", new TaskDescription { Mode = TaskMode.Shell, Command = "env", Uid = Half } },
        { "depth", new WorkItem { Module = "M", Func = "f", Args = [JsonElement.Parse(new string('[', 64) + new string(']', 64))] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_text_that_is_none_is_an_error_of_its_task(string where, TaskInput task)
    {
        var error = Assert.Throws<ProtocolException>(() => SubmissionRows.One(task, new TaskKey(Guid.Empty, 0)));

        Assert.Contains("JSON", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(where);
    }

    [Fact]
    public void An_argument_that_is_none_is_an_error_where_it_is_given()
    {
        Assert.Contains("U+DC80 at 1", Assert.Throws<ArgumentException>(static () => WorkItem.Create("M", "f", 1, Half)).Message, StringComparison.Ordinal);
        Assert.Contains("'path'", Assert.Throws<ArgumentException>(static () => WorkItem.Call(() => File.Exists(Half))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_character_that_stands_for_unreadable_ones_is_a_text_as_any_other()
    {
        var item = WorkItem.Create("M", "f", "\uFFFD", new[] { "\U0001F600" });

        Assert.Equal("\uFFFD", WorkItem.Parse(item.ToUtf8Json()).Args[0].GetString());
        Assert.Equal("\uFFFD", TaskDescription.Parse(new TaskDescription { Mode = TaskMode.Shell, Command = "\uFFFD" }.ToUtf8Json()).Command);
    }
}
