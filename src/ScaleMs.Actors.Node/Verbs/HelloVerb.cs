using System.Text.Json;
using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Node.CommandLine;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.Verbs;

/// <summary><c>scalems hello</c>: the master's identity.</summary>
internal static class HelloVerb
{
    public static Verb Create() =>
        new Verb("hello", "Prints the master's identity.", "scalems hello", "scalems hello --seed 10.0.0.1:4053")
            .Connects(static async (client, _, interrupted) =>
            {
                var record = await client.SendAsync(new HelloCommand(), interrupted);
                Console.WriteLine(record.ReturnValue is { } version ? JsonSerializer.Serialize(version) : record.Stdout);
                return ExitCode.Done;
            });
}
