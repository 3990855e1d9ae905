using System.CommandLine;
using System.Text.Json;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Hosting.Parts;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems stop</c>: stops the master and its workers.</summary>
internal static class StopVerb
{
    public static Verb Create()
    {
        var now = new Option<bool>("--now") { Description = "Drop queued tasks and cancel running ones instead of letting them finish" };
        return new Verb(
            "stop",
            "Stops the master and its workers once all accepted tasks have finished, and returns then. A second stop drops queued tasks, a third cancels running ones. "
            + "Prints the uid of each dropped task, one per line, and the session's report on standard error.",
            "scalems stop",
            "scalems stop --now > dropped.txt",
            "scalems stop --seed 10.0.0.1:4053")
        {
            now,
        }.Connects(async (client, parsed, interrupted) =>
        {
            var record = await client.StopAsync(parsed.GetValue(now), interrupted);
            if (record.ReturnValue is { } value)
            {
                await ShowAsync(value);
            }

            return ExitCode.Done;
        }, ClientVerb.ActsFirst);
    }

    private static async Task ShowAsync(JsonElement stopped)
    {
        var dropped = stopped.GetProperty("dropped");
        foreach (var uid in dropped.EnumerateArray())
        {
            Console.WriteLine(uid.GetString());
        }

        var count = stopped.GetProperty("dropped_count").GetInt64();
        if (count > 0)
        {
            await Console.Error.WriteLineAsync(count == dropped.GetArrayLength()
                ? $"{count} tasks were dropped"
                : $"{count} tasks were dropped, of which the first {dropped.GetArrayLength()} are listed");
        }

        await Console.Error.WriteAsync(ReportText.Of(SessionReport.Parse(JsonSerializer.SerializeToUtf8Bytes(stopped.GetProperty("report")))));
    }
}
