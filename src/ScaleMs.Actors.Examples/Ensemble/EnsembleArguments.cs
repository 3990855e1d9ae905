using System.Globalization;

namespace ScaleMs.Actors.Examples.Ensemble;

/// <summary>The command line.</summary>
/// <param name="File">The work items.</param>
/// <param name="Slots">Replicas at a time.</param>
internal sealed record EnsembleArguments(string File, int Slots)
{
    public const string Usage = """
        Computes an ensemble of liquid-argon replicas and sets it beside A. Rahman's paper of 1964.

        usage: ScaleMs.Actors.Examples [FILE] [--slots N]

          FILE       work items, one JSON object a line (default: the argon.jsonl beside the program)
          --slots N  replicas at a time (default: the machine's cores)
        """;

    public static string DefaultFile => Path.Combine(AppContext.BaseDirectory, "argon.jsonl");

    /// <summary>Reads the command line; null for a request for help.</summary>
    /// <exception cref="ArgumentException">It is invalid.</exception>
    public static EnsembleArguments? Parse(ReadOnlySpan<string> args)
    {
        string? file = null;
        var slots = Environment.ProcessorCount;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "-h" or "--help":
                    return null;
                case "--slots":
                    var text = ++i < args.Length ? args[i] : "";
                    if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out slots) || slots < 1)
                    {
                        throw new ArgumentException($"--slots takes a number of 1 or more, not [{text}]");
                    }

                    break;
                case ['-', ..] option:
                    throw new ArgumentException($"unknown option [{option}]; known: --slots, --help");
                default:
                    file = file is null ? args[i] : throw new ArgumentException($"one file, please: [{file}] or [{args[i]}]");
                    break;
            }
        }

        return new EnsembleArguments(file ?? DefaultFile, slots);
    }
}
