using System.CommandLine;
using ScaleMs.Actors.Connection;
using ScaleMs.Actors.Node.Exits;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary><c>--seed HOST:PORT</c>, the master's address.</summary>
internal static class SeedOption
{
    /// <summary>The key that the option sets.</summary>
    public const string Key = "scalems.client.contact";

    // Batch scripts start everything at the same time.
    internal static readonly TimeSpan ContactPatience = TimeSpan.FromSeconds(60);

    /// <summary><c>--contact-file</c>: a file that a master writes.</summary>
    public static Option<string?> ContactFile() => new("--contact-file") { Description = $"File in which the master has written where it is; waits for it up to {ContactPatience.TotalSeconds} s", HelpName = "FILE" };

    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--seed")
        {
            Description = "Address of the master; repeatable [default: 127.0.0.1:4053]",
            HelpName = "HOST:PORT",
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens.Where(static token => MasterLocator.Parse(token.Value) is null))
            {
                result.AddError($"--seed {token.Value}: {MasterLocator.Expected(token.Value)}");
            }
        });
        return option;
    }

    /// <summary>The given addresses; null = none.</summary>
    /// <exception cref="UsageException">There are two kinds of them.</exception>
    public static string[]? Value(ParseResult parsed, Option<string[]> option, Option<string?> contactFile)
    {
        var seeds = parsed.GetValue(option) is { Length: > 0 } given ? given : null;
        return parsed.GetValue(contactFile) is not { } path ? seeds
            : seeds is null ? [Connection.ContactFile.Read(path, ContactPatience).Contact]
            : throw new UsageException("--seed and --contact-file both say where the master is; give one of them");
    }
}
