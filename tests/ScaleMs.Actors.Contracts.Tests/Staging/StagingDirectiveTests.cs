using System.Text.Json;
using ScaleMs.Actors.Contracts.Staging;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Staging;

public sealed class StagingDirectiveTests
{
    private static readonly string Key = new('a', 64);

    [Theory]
    [InlineData("\"a.gro\"", "a.gro", null)]
    [InlineData("\"a.gro > b.gro\"", "a.gro", "b.gro")]
    [InlineData("""{"source": "a.gro", "target": "b.gro", "priority": 1, "uid": "sd.1"}""", "a.gro", "b.gro")]
    public void Reads_the_forms_of_RADICAL_Pilot(string json, string source, string? target)
    {
        var directive = Task($"\"input_staging\": [{json}]").InputStaging.Single();

        Assert.Equal(source, directive.Source.GetString());
        Assert.Equal(target, directive.Target);
        Assert.Equal(StagingAction.Transfer, directive.Action);
    }

    [Theory]
    [InlineData("Copy", StagingAction.Copy)]
    [InlineData("LINK", StagingAction.Link)]
    [InlineData("move", StagingAction.Move)]
    public void Actions_are_read_in_any_case(string text, StagingAction action) =>
        Assert.Equal(action, Task($$"""
            "input_staging": [{"source": "file:///data/a", "action": "{{text}}", "flags": ["CREATE_PARENTS", "Recursive"]}]
            """).InputStaging.Single().Action);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var task = Task($$$"""
            "input_staging": [{"source": {"$ref": "md"}, "file": "a.log", "target": "x/", "action": "Link"}, {"source": {"$file": "{{{Key}}}", "size": 3}, "flags": "RECURSIVE"}],
            "output_staging": ["traj.xtc", "log > store:///log"], "stage_on_error": true
            """);

        var again = TaskDescription.Parse(task.ToUtf8Json());

        Assert.Null(again.Problem("m"));
        Assert.Equal(task.ToUtf8Json(), again.ToUtf8Json());
        Assert.Equal(("a.log", "x/", StagingAction.Link), (again.InputStaging[0].File, again.InputStaging[0].Target, again.InputStaging[0].Action));
        Assert.True(again.InputStaging[1].IsRecursive);
        Assert.True(again.StageOnError);
    }

    [Theory]
    [InlineData("input_staging", "\"a < b\"", "'a < b' is not a staging directive")]
    [InlineData("input_staging", "\"a > b > c\"", "is not a staging directive")]
    [InlineData("input_staging", "3", "a staging directive is a text")]
    [InlineData("input_staging", "{}", "needs \"source\"")]
    [InlineData("input_staging", """{"source": "a", "soruce": "b"}""", "has no key 'soruce'")]
    [InlineData("input_staging", """{"source": "a", "action": "Teleport"}""", "action 'Teleport' is not known; known are Transfer, Copy, Link, Move")]
    [InlineData("input_staging", """{"source": "a", "action": "Download"}""", "nothing is fetched from the internet")]
    [InlineData("input_staging", """{"source": "a", "flags": ["Sideways"]}""", "flag 'Sideways' is not known")]
    [InlineData("input_staging", """{"source": "a", "target": 3}""", "target of a staging directive is 3")]
    public void Reading_names_what_is_wrong(string key, string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ProtocolException>(() => Task($"\"{key}\": [{json}]")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("input_staging", "\"task:///a\"", "input_staging[0]: source 'task:///a': a file comes from client:///, pilot:/// or file:///")]
    [InlineData("input_staging", "\"http://host/a\"", "the scheme 'http' is not known")]
    [InlineData("input_staging", "\"session:///a\"", "there is no session directory here")]
    [InlineData("input_staging", "\"client://host/a\"", "names a host, 'host'")]
    [InlineData("input_staging", "\"pilot:///../a\"", "leads out of its directory")]
    [InlineData("input_staging", "\"a > ../b\"", "input_staging[0]: target '../b' leads out of its directory")]
    [InlineData("input_staging", "\"a > file:///b\"", "target 'file:///b': a file goes to task:///")]
    [InlineData("input_staging", """{"source": "a", "action": "Copy"}""", "action Copy is for files on the worker's host, source 'a' is the client's")]
    [InlineData("input_staging", """{"source": 3}""", "source is Number")]
    [InlineData("input_staging", """{"source": {"$ref": "md"}, "action": "Move"}""", "cannot be moved")]
    [InlineData("input_staging", """{"source": "a", "file": "b"}""", "file is for a source that refers to another task")]
    [InlineData("input_staging", "null", "input_staging[0]: null")]
    [InlineData("output_staging", "\"client:///a\"", "is not a path in the task's working directory")]
    [InlineData("output_staging", "\"../a\"", "leads out of its directory")]
    [InlineData("output_staging", "\"a > /b\"", "target '/b' is not below the client's directory")]
    [InlineData("output_staging", "\"a > x/../../b\"", "is not below the client's directory")]
    [InlineData("output_staging", """{"source": "a", "action": "Link"}""", "action Link is for targets on the worker's host")]
    [InlineData("output_staging", """{"source": {"$ref": "md"}}""", "source of output_staging is a path")]
    public void What_cannot_be_staged_is_refused_with_the_field_and_the_reason(string key, string json, string reason) =>
        Assert.Contains(reason, Task($"\"{key}\": [{json}]").Problem("m"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"input_staging\": [\"a\"]", "input_staging is for programs; a function gets files as arguments")]
    [InlineData("\"output_staging\": [\"a\"]", "output_staging is for programs; a function returns its files")]
    public void Functions_have_no_directives(string keys, string reason) =>
        Assert.Equal(reason, TaskDescription.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"mode": "task.function", "function": "f", "module": "m", {{keys}}}""")).Problem("m"));

    [Theory]
    [InlineData("a.gro", null, StagingScheme.Task, "a.gro")]
    [InlineData("a.gro", "x/", StagingScheme.Task, "x/a.gro")]
    [InlineData("a.gro", "task:///x//./b.gro", StagingScheme.Task, "x/b.gro")]
    [InlineData("a.gro", "file:///data/", StagingScheme.File, "/data/a.gro")]
    [InlineData("a.gro", "store:///", StagingScheme.Store, "a.gro")]
    public void A_target_that_is_a_directory_gets_the_name_of_the_source(string source, string? target, StagingScheme scheme, string path) =>
        Assert.Equal(new StagingPlace(scheme, path), StagingDirective.Of(source, target).TargetAt(StagingScheme.Task, source));

    [Fact]
    public void A_source_may_be_the_files_of_another_task()
    {
        var files = JsonDocument.Parse($$$"""{"a.log": {"$file": "{{{Key}}}", "size": 3}, "b.log": {"$file": "{{{Key}}}", "size": 4, "executable": true}, "mean": 1.5}""").RootElement;

        Assert.Equal([new("a.log", Key, false), new StagedFile("b.log", Key, true)], new StagingDirective { Source = files }.Referenced()!);
        Assert.Equal([new StagedFile("b.log", Key, true)], new StagingDirective { Source = files, File = "b.log" }.Referenced()!);
        Assert.Contains("without a file 'c.log'; it has a.log, b.log", Assert.Throws<ProtocolException>(() => new StagingDirective { Source = files, File = "c.log" }.Referenced()).Message, StringComparison.Ordinal);
        Assert.Contains("has no files", Assert.Throws<ProtocolException>(() => new StagingDirective { Source = JsonDocument.Parse("null").RootElement }.Referenced()).Message, StringComparison.Ordinal);
    }

    private static TaskDescription Task(string keys) =>
        TaskDescription.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"mode": "task.shell", "command": "true", {{keys}}}"""));
}
