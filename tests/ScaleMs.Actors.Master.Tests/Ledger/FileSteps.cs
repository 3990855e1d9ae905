using System.Globalization;
using System.Text;
using ScaleMs.Actors.Contracts.Tasks;
using ScaleMs.Actors.Master.Ledger.Table;
using ScaleMs.Actors.TestSupport;

namespace ScaleMs.Actors.Master.Tests.Ledger;

/// <summary>Tasks that make files and need files, which are numbers here.</summary>
internal static class FileSteps
{
    /// <summary>The key of a file.</summary>
    public static string Key(int file) => file.ToString("x64", CultureInfo.InvariantCulture);

    /// <summary>A reference to a file.</summary>
    public static string Reference(int file) => $$"""{"$file": "{{Key(file)}}", "size": 1}""";

    /// <summary>A task whose argument is a value or a reference, in JSON.</summary>
    public static TaskInput Item(string argument, string? name = null, string more = "") =>
        TaskInput.Parse(Encoding.UTF8.GetBytes($$"""{"module": "m", "func": "f", "args": [{{argument}}]{{(name is null ? "" : $", \"name\": \"{name}\"")}}{{more}}}"""));

    /// <summary>A task that needs the files of another one of its submission.</summary>
    public static TaskInput ItemAfter(string other, string? name = null, string more = "") => Item($$"""{"$ref": "{{other}}"}""", name, more);

    /// <summary>The task is DONE, and its return value is files.</summary>
    public static void EndWithFiles(this LedgerBench bench, int index, params int[] files) => bench.End(
        index, value: files.Select(static file => new Dictionary<string, object> { ["$file"] = Key(file), ["size"] = 1 }).ToArray());

    /// <summary>The task's attempt does not find files.</summary>
    public static void FindLost(this LedgerBench bench, int index, params int[] files)
    {
        bench.FindLostUndelivered(index, files);
        bench.Deliver();
    }

    /// <summary>The same while the client receives nothing.</summary>
    public static void FindLostUndelivered(this LedgerBench bench, int index, params int[] files)
    {
        var task = bench.Task(index);
        bench.Assign(task);
        var outcome = TaskOutcome.Error(ErrorType.FileLost, "nobody has it") with { LostFiles = [.. files.Select(Key)] };
        bench.Ledger.Attempts.OnResult(Rows.Result(index, task.Attempt, TaskState.Failed, outcome.ToUtf8Json()), "w");
    }

    /// <summary>True when the description refers to the file.</summary>
    public static bool Has(this TaskEntry task, int file) => Encoding.UTF8.GetString(task.Payload.Span).Contains(Key(file), StringComparison.Ordinal);
}
