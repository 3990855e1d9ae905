using ScaleMs.Actors.Node.CommandLine;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems stop</c>: ends the master and its workers.</summary>
internal static class StopVerb
{
    public static Verb Create() =>
        new Verb(
            "stop",
            "Stops the master and its workers when everything accepted has finished, and returns then. A second stop drops what waits, a third cancels what runs; each dropped task is named.",
            "scalems stop",
            "scalems stop --seed 10.0.0.1:4053")
        .Connects(static async (client, _, interrupted) =>
        {
            var record = await client.StopAsync(cancellation: interrupted);
            Console.WriteLine(record.ReturnValue?.GetRawText() ?? "{}");
            return ExitCode.Done;
        });
}
