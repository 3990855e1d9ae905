using System.CommandLine;
using ScaleMs.Actors.Connection;

namespace ScaleMs.Actors.Node.CommandLine;

/// <summary><c>--seed HOST:PORT</c>, the master's address.</summary>
internal static class SeedOption
{
    /// <summary>The key that the option sets.</summary>
    public const string Key = "scalems.client.contact";

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
    public static string[]? Value(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) is { Length: > 0 } seeds ? seeds : null;
}
