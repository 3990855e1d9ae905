using System.Text;
using ScaleMs.Actors.Contracts.Batches;
using ScaleMs.Actors.Contracts.Lines;
using ScaleMs.Actors.Contracts.Submissions;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Tests.Lines;

/// <summary>No line, however malformed, crashes the client.</summary>
public sealed class MutatedLineTests
{
    private const int Rounds = 60_000;

    private static readonly BatchSerializer Batches = new(null!);

    private static readonly string[] Seeds =
    [
        """{"module": "System.Math", "func": "Sqrt", "args": [2.0, {"$ref": "two"}], "kwargs": {"x": "\ud83d\ude00"}, "comm_arg_name": "c"}""",
        """{"name": "two", "module": "M", "func": "f", "depends_on": ["one"], "max_retries": 3, "retry_on": ["error"], "retry_delay": 1.5, "fresh": true}""",
        """{"mode": "task.function", "function": "run_in_worker", "kwargs": {"work_item": {"module": "M", "func": "f"}}, "ranks": 2, "cores_per_rank": 3}""",
        """{"mode": "task.executable", "executable": "/bin/ls", "arguments": ["-l", "é"], "environment": {"A": "b"}, "timeout": 2.5, "queue_timeout": 1e3}""",
        """{"uid": "mine", "mode": "task.shell", "command": "echo \"x\"", "pre_exec": ["cd /"], "metadata": {"a": [1, -0, 1e400]}, "priority": -5}""",
        """{"mode": "scalems.cpi", "metadata": {"control": "hello"}}""",
    ];

    /// <summary>Replacements for parts of a line.</summary>
    private static readonly byte[][] Pieces =
    [
        .. ((string[])
        [
            "null", "true", "\"\\udc80\"", "\\ud800", "\\udc80", "\\u0000", "{}", "[]", "[null]", "{\"$ref\": null}", "{\"$ref\": \"\\udfff\"}", "1e999", "-1",
            "2147483647", "99999999999999999999", "0.1e-400", "\"\"", "\"#0\"", ",", ":", "\"", "\\", "{", "}", "[", "]", "\"name\": \"two\",", "\"depends_on\": [null],",
            "\"\\udc80\": 1,", "\"mode\": \"task.shell\",", "\"mode\": null,", "\"kwargs\": null,", "\u2028", "\U0001F600", new string('[', 70), "\t", "\"ranks\": 65536,", "\"uid\": \"\",",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xB2, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x00],
    ];

    [Fact]
    public void A_line_that_is_mutated_is_a_task_or_malformed_and_never_an_exception()
    {
        var random = new Random(7);
        var malformed = 0;
        var failures = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var line = Mutated(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);
            try
            {
                malformed += Submit(line) ? 0 : 1;
            }
            catch (Exception error)
            {
                failures.Add($"'{Encoding.UTF8.GetString(line)}' ({Convert.ToHexString(line)}): {error}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} lines, such as {string.Join("\n\n", failures.Take(5))}");

        // Both outcomes must occur, otherwise the test proves nothing.
        Assert.InRange(malformed, Rounds / 10, Rounds * 99 / 100);
    }

    /// <summary>Processes a line as the client does before sending it.</summary>
    /// <returns>False = the line is invalid.</returns>
    private static bool Submit(byte[] line)
    {
        switch (TaskLine.Parse(line))
        {
            case TaskLine.Malformed { Reason: var reason }:
                Assert.NotEmpty(reason);
                return false;
            case TaskLine.Command command:
                _ = command.Description.ToUtf8Json();
                return true;
            case TaskLine.Input { Task: var task }:
                return Send(task);
            default:
                throw new InvalidOperationException("a line is none of these");
        }
    }

    private static bool Send(TaskInput task)
    {
        if (task.Problem("master.1") is not null)
        {
            _ = Rows(task);
            return false;
        }

        if (Rows(task) is not { } row)
        {
            return false;
        }

        var read = Assert.IsType<SubmitBatch>(Batches.FromBinary(Batches.ToBinary(new SubmitBatch(Guid.Empty, Guid.Empty, [row])), "S"));
        Assert.Equal(row.Uid, read.Tasks[0].Uid);
        _ = TaskOptions.Parse(row.Options.Span);
        return true;
    }

    private static TaskRow? Rows(TaskInput task)
    {
        try
        {
            var rows = new SubmissionRows(Guid.Empty);
            _ = rows.Add(0, TaskInput.Of(new WorkItem { Module = "M", Func = "f" }, new TaskScheduling { Name = "one" }));
            return rows.Add(1, task);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static byte[] Mutated(byte[] line, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(line.Length + 1);
            var removed = Math.Min(random.Next(4) switch { 0 => 0, 1 => 1, 2 => Token(line, at), _ => random.Next(line.Length) }, line.Length - at);
            var piece = random.Next(6) == 0 ? [(byte)random.Next(256)] : Pieces[random.Next(Pieces.Length)];
            line = [.. line[..at], .. piece, .. line[(at + removed)..]];
        }

        return line;
    }

    /// <summary>Bytes to the end of the element.</summary>
    private static int Token(byte[] line, int at) => line.AsSpan(at).IndexOfAny(",:]}"u8) is >= 0 and var end ? end : 0;
}
