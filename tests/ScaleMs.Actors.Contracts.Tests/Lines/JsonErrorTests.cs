using ScaleMs.Actors.Contracts.Lines;

namespace ScaleMs.Actors.Contracts.Tests.Lines;

public sealed class JsonErrorTests
{
    [Theory]
    [InlineData("""{"module": "m", "func": "f", "retry_on": ["cosmic_ray"]}""", "\"retry_on\": a list of some of \"worker_lost\", \"crash\", \"timeout\", \"error\" is expected")]
    [InlineData("""{"module": "m", "func": "f", "on_dependency_failure": "stop"}""", "\"on_dependency_failure\": one of \"fail\", \"run\" is expected")]
    [InlineData("""{"module": "m", "func": "f", "depends_on": "first"}""", "\"depends_on\": a list of texts is expected")]
    [InlineData("""{"module": "m", "func": "f", "max_retries": "three"}""", "\"max_retries\": a whole number is expected")]
    [InlineData("""{"module": "m", "func": "f", "args": 1}""", "\"args\": a list is expected")]
    [InlineData("""{"module": "m", "func": "f", "arg": [1]}""", "\"arg\": no such key; did you mean \"args\"?")]
    [InlineData("""{"module": "m", "func": "f", "depend_on": []}""", "\"depend_on\": no such key; did you mean \"depends_on\"?")]
    [InlineData("""{"module": "m", "func": "f", "priority": 3}""", "\"priority\": only a description with a \"mode\" can have it")]
    [InlineData("""{"module": "m", "func": "f", "max_retries": 1, "timeout": 3}""", "\"timeout\": only a description with a \"mode\" can have it")]
    [InlineData("""{"module": "m"}""", "\"func\" is missing")]
    [InlineData("""{"module": "m", "func": "f", "func": "g"}""", "\"func\" appears twice")]
    [InlineData("""{"mode": "task.shell", "command": 7}""", "\"command\": a text is expected")]
    [InlineData("""{"mode": "task.shell", "comand": "true"}""", "\"comand\": no such key; did you mean \"command\"?")]
    [InlineData("""{"mode": "task.executable", "executable": "x", "arguments": [1]}""", "\"arguments\": a list of texts is expected")]
    [InlineData("""{"mode": "task.executable", "executable": "x", "environment": {"A": 1}}""", "\"environment\": an object with texts is expected")]
    [InlineData("""{"mode": "task.executable", "executable": "x", "timeout": "1 s"}""", "\"timeout\": a number is expected")]
    [InlineData("""{"mode": "task.executable", "executable": "x", "ranks": 1.5}""", "\"ranks\": a whole number is expected")]
    [InlineData("""{"mode": "task.function", "func": "f"}""", "\"func\": no such key; did you mean \"function\"?")]
    [InlineData("""{"module": "m", "function": "f"}""", "\"function\": no such key; did you mean \"func\"?")]
    [InlineData("""{"module": "m", "func": "f", "arguments": [1]}""", "\"arguments\": no such key; did you mean \"args\"?")]
    [InlineData("""{"mode": "task.shell", "cmd": "true"}""", "\"cmd\": no such key; did you mean \"command\"?")]
    [InlineData("""{"mode": "task.executable", "exe": "x"}""", "\"exe\": no such key; did you mean \"executable\"?")]
    [InlineData("""{"mode": "task.shell", "command": "x", "env": {}}""", "\"env\": no such key; did you mean \"environment\"?")]
    [InlineData("""{"mode": "task.shell", "command": "x", "cwd": "/"}""", "\"cwd\": no such key; did you mean \"sandbox\"?")]
    [InlineData("""{"mode": "task.shell", "command": "x", "tiemout": 1}""", "\"tiemout\": no such key; did you mean \"timeout\"?")]
    [InlineData("""{"mode": "task.shell", "command": "x", "retries": 1}""", "\"retries\": no such key; did you mean \"max_retries\"?")]
    public void A_mistake_in_a_line_is_named_with_its_key_in_the_users_words(string line, string expected)
    {
        var reason = Assert.IsType<TaskLine.Malformed>(TaskLine.Parse(System.Text.Encoding.UTF8.GetBytes(line))).Reason;

        Assert.EndsWith($": {expected}", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("ScaleMs", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_near_no_other_gets_the_list_and_no_nonsense()
    {
        var reason = Assert.IsType<TaskLine.Malformed>(TaskLine.Parse("""{"module": "m", "func": "f", "colour": "blue"}"""u8)).Reason;

        Assert.Contains("\"colour\": no such key; known are ", reason, StringComparison.Ordinal);
        Assert.Contains("kwargs", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_of_tasks_in_a_line_gets_said_what_is_expected()
    {
        var reason = Assert.IsType<TaskLine.Malformed>(TaskLine.Parse("""[{"module": "m", "func": "f"}, {"module": "m", "func": "f"}]"""u8)).Reason;

        Assert.Contains("a line is one JSON object, and this is an array", reason, StringComparison.Ordinal);
        Assert.Contains("workflow document", reason, StringComparison.Ordinal);
    }
}
